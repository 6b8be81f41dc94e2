// name: compare_distance
// purpose: How many steps are between two people at most six apart.
// mode: read
// params:
//   a: string     the key of one
//   b: string     the key of the other
// returns: one row, or none
//   answer: integer   the steps
MATCH (a:Alumnus {key: $a})
MATCH (b:Alumnus {key: $b})
MATCH way = shortestPath((a)-[:KNOWS*..6]-(b))
RETURN length(way) AS answer
LIMIT 1
