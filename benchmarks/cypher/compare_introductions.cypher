// name: compare_introductions
// purpose: People who ever worked at an employer and are two steps away.
// mode: read
// params:
//   a: string          the key of somebody
//   employer: string   its name
// returns: one row
//   answer: integer    how many
MATCH (employer:Employer {name: $employer})<-[:WORKED_AT]-(target:Alumnus)
MATCH (a:Alumnus {key: $a})
WITH DISTINCT a, target
WHERE target <> a AND NOT EXISTS { (a)-[:KNOWS]-(target) } AND EXISTS { (a)-[:KNOWS]-(:Alumnus)-[:KNOWS]-(target) }
RETURN count(target) AS answer
LIMIT 1
