// fragment: distance(viewer, person, blocks, closed, degree)
// purpose: The exact degree between the viewer and a person if it is at most three, null otherwise. `closed` are those of
//   the viewer's connections who are listed for their connections only; nobody else such may be on the way.
// params:
//   sees_all: boolean   the viewer is staff, who see every record
CALL (viewer, person, blocks, closed) {
  WITH viewer, person WHERE person = viewer
  RETURN 0 AS degree
  UNION ALL
  WITH viewer, person WHERE person <> viewer AND EXISTS { (viewer)-[:KNOWS]-(person) }
  RETURN 1 AS degree
  UNION ALL
  WITH viewer, person, blocks, closed
  WHERE person <> viewer AND ($sees_all OR NOT person:Discreet) AND NOT EXISTS { (viewer)-[:KNOWS]-(person) }
  OPTIONAL MATCH path = shortestPath((viewer)-[:KNOWS*..3]-(person))
  WHERE all(step IN nodes(path) WHERE $sees_all OR step = viewer OR NOT (step:Hidden OR step:Discreet
    OR (step:ConnectionsOnly AND NOT step IN closed) OR step IN blocks))
  RETURN length(path) AS degree
  UNION ALL
  WITH viewer, person
  WHERE viewer IS NULL OR (person <> viewer AND NOT $sees_all AND person:Discreet AND NOT EXISTS { (viewer)-[:KNOWS]-(person) })
  RETURN null AS degree
}
