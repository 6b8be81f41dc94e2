// name: some_members
// purpose: A few members of the network for the service to rehearse with; nobody is shown them.
// mode: read
// params:
//   many: integer   how many
// returns: one row for each
//   id: string
MATCH (member:Alumnus)
WHERE member.order_key >= 0 AND NOT member:Hidden
RETURN member.id AS id
ORDER BY member.order_key
LIMIT $many
