// fragment: friends_between(viewer, blocks)
// purpose: Those of the viewer's connections over whom somebody else may be reached.
// params:
//   sees_all: boolean   the viewer is staff, who see every record
COLLECT {
  MATCH (viewer)-[:KNOWS]-(friend)
  WHERE $sees_all OR NOT (friend:Hidden OR friend:Discreet OR friend IN blocks)
  RETURN DISTINCT friend
}
