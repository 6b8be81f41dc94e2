// name: best_connected
// purpose: The people who know the most others.
// mode: read
// params:
//   limit: integer       how many
// returns: one row for each
//   id: string           the person
//   connections: integer how many they know
MATCH (person:Alumnus)
WHERE NOT person:Hidden
WITH person, COUNT { (person)-[:KNOWS]-() } AS connections
ORDER BY connections DESC, person.order_key
LIMIT $limit
RETURN person.id AS id, connections
