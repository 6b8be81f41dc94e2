// name: friends_in_contexts
// purpose: Whom any of some people knows, who is in one of some cohorts, employers, events or groups, and who may be on a
//   route that the viewer is shown.
// mode: read
// params:
//   viewer_id: string         who is asking
//   sees_all: boolean         the viewer is staff, who see every record
//   close: list               ids of the viewer's connections who are listed for those only
//   people: list              ids of people
//   contexts: list            ids of cohorts, employers, events and groups
// returns: one row for each
//   id: string                the person
MATCH (viewer:Alumnus {id: $viewer_id})
WITH blocks_of(viewer) AS blocks, COLLECT {
  UNWIND $close AS close_id
  MATCH (one:Alumnus {id: close_id})
  RETURN one
} AS close
UNWIND $people AS person_id
MATCH (person:Alumnus {id: person_id})
MATCH (person)-[:KNOWS]-(friend)
WHERE on_the_way(friend, blocks, close)
WITH DISTINCT friend
WHERE EXISTS {
  MATCH (friend)-[:MEMBER_OF|WORKED_AT|ATTENDED|IN_GROUP]->(context)
  WHERE context.id IN $contexts
}
RETURN friend.id AS id
ORDER BY id
LIMIT 100000
