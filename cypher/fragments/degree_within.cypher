// fragment: degree_within(viewer, person, friends, bridges, blocks)
// purpose: The exact degree between the viewer and a person whom the viewer may see, if it is at most three, null otherwise.
//   For many people those are read once over whom the way to them leads: `friends` is what `friends_between` gives,
//   `bridges` the same and what `second_between` gives; most people know none of them, and are gone through once. For few
//   people and a viewer who knows very many, `bridges` is null, and two steps are gone from the person instead.
// params:
//   sees_all: boolean   the viewer is staff, who see every record
CASE
  WHEN person = viewer THEN 0
  WHEN EXISTS { (viewer)-[:KNOWS]-(person) } THEN 1
  WHEN NOT $sees_all AND person:Discreet THEN null
  WHEN bridges IS NOT NULL AND NOT EXISTS { MATCH (person)-[:KNOWS]-(near) WHERE near IN bridges } THEN null
  WHEN EXISTS { MATCH (person)-[:KNOWS]-(near) WHERE near IN friends } THEN 2
  WHEN bridges IS NOT NULL THEN 3
  WHEN EXISTS {
    MATCH (person)-[:KNOWS]-(near)
    WHERE $sees_all OR NOT (near:Hidden OR near:Discreet OR near:ConnectionsOnly OR near IN blocks)
    MATCH (near)-[:KNOWS]-(friend)
    WHERE friend IN friends
  } THEN 3
END
