// name: circles
// purpose: Whom people know, as far as it may be on a route that the viewer is shown: half of the material of ties.
// mode: read
// params:
//   viewer_id: string         who is asking
//   sees_all: boolean         the viewer is staff, who see every record
//   close: list               ids of the viewer's connections who are listed for those only
//   people: list              order keys
// returns: one row
//   circles: list             [order key, order keys of those whom the person knows and who may be on a route], for each of
//     these people whom the viewer may see
MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks, close_of(viewer) AS close
UNWIND $people AS person_key
MATCH (person:Alumnus {order_key: person_key})
WHERE seen(viewer, person, blocks, close)
WITH person.order_key AS order_key,
  COLLECT {
    MATCH (person)-[:KNOWS]-(friend)
    WHERE on_the_way(friend, blocks, close)
    RETURN friend.order_key
  } AS friends
// All in one row: what a row costs the service to receive is more than what is in it.
RETURN collect([order_key, friends]) AS circles
LIMIT 1
