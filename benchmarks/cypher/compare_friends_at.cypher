// name: compare_friends_at
// purpose: Whom somebody knows who ever worked at an employer.
// mode: read
// params:
//   a: string          the key of somebody
//   employer: string   its name
// returns: one row
//   answer: integer    how many
MATCH (employer:Employer {name: $employer})
MATCH (a:Alumnus {key: $a})-[:KNOWS]-(friend:Alumnus)
WHERE EXISTS { (friend)-[:WORKED_AT]->(employer) }
RETURN count(DISTINCT friend) AS answer
LIMIT 1
