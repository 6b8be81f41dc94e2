// name: friends
// purpose: Whom some people know, of those whose connections everybody may see.
// mode: read
// params:
//   ids: list            the people
//   limit: integer       how many friends of each
// returns: one row for each of them who knows somebody
//   id: string           the person
//   friends: list        ids of those they know
UNWIND $ids AS id
MATCH (person:Alumnus {id: id})
CALL (person) {
  MATCH (person)-[:KNOWS]-(friend:Alumnus)
  WHERE NOT (friend:Hidden OR friend:ConnectionsOnly OR friend:Discreet)
  WITH friend ORDER BY friend.order_key LIMIT $limit
  RETURN collect(friend.id) AS friends
}
RETURN id, friends
ORDER BY id
LIMIT 100000
