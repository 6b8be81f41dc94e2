// fragment: second_between(viewer, blocks)
// purpose: Those two steps away over whom somebody else may be reached; some of the first step may be among them.
// params:
//   sees_all: boolean   the viewer is staff, who see every record
COLLECT {
  MATCH (viewer)-[:KNOWS]-(friend)
  WHERE $sees_all OR NOT (friend:Hidden OR friend:Discreet OR friend IN blocks)
  MATCH (friend)-[:KNOWS]-(further)
  WHERE $sees_all OR NOT (further:Hidden OR further:Discreet OR further:ConnectionsOnly OR further IN blocks)
  RETURN DISTINCT further
}
