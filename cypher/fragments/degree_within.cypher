// fragment: degree_within(viewer, person, friends, second, blocks)
// purpose: The exact degree between the viewer and a person whom the viewer may see, if it is at most three, null otherwise.
//   `friends` and `second` are what `friends_between` and `second_between` give: for many people they are read once. For few
//   people and a viewer who knows very many, `second` is null, and two steps are gone from the person instead.
// params:
//   sees_all: boolean   the viewer is staff, who see every record
CASE
  WHEN person = viewer THEN 0
  WHEN EXISTS { (viewer)-[:KNOWS]-(person) } THEN 1
  WHEN NOT $sees_all AND person:Discreet THEN null
  WHEN EXISTS { MATCH (person)-[:KNOWS]-(near) WHERE near IN friends } THEN 2
  WHEN second IS NOT NULL AND EXISTS { MATCH (person)-[:KNOWS]-(near) WHERE near IN second } THEN 3
  WHEN second IS NULL AND EXISTS {
    MATCH (person)-[:KNOWS]-(near)
    WHERE $sees_all OR NOT (near:Hidden OR near:Discreet OR near:ConnectionsOnly OR near IN blocks)
    MATCH (near)-[:KNOWS]-(friend)
    WHERE friend IN friends
  } THEN 3
END
