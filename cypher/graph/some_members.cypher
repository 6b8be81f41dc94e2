// name: some_members
// purpose: A few members who know many, out of some hundreds, for the service to rehearse with; nobody is shown them.
// mode: read
// params:
//   among: integer   out of how many
//   many: integer    how many
// returns: one row for each
//   id: string
MATCH (member:Alumnus)
WHERE member.order_key >= 0
WITH member ORDER BY member.order_key LIMIT $among
RETURN member.id AS id
ORDER BY COUNT { (member)-[:KNOWS]-() } DESC, member.order_key
LIMIT $many
