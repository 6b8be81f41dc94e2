// fragment: degree_within(viewer, person, friends, second)
// purpose: The exact degree between the viewer and a person whom the viewer may see, if it is at most three, null otherwise.
//   `friends` and `second` are what `friends_between` and `second_between` give: for many people they are read once.
// params:
//   sees_all: boolean   the viewer is staff, who see every record
CASE
  WHEN person = viewer THEN 0
  WHEN EXISTS { (viewer)-[:KNOWS]-(person) } THEN 1
  WHEN NOT $sees_all AND person:Discreet THEN null
  WHEN EXISTS { MATCH (person)-[:KNOWS]-(near) WHERE near IN friends } THEN 2
  WHEN EXISTS { MATCH (person)-[:KNOWS]-(near) WHERE near IN second } THEN 3
END
