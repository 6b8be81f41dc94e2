// name: ends
// purpose: What a search for the strongest routes begins with, beside the contexts of both ends (people_of_contexts): the
//   viewer's standing, and whom both ends know, as far as it may be on a route that the viewer is shown.
//   Whom the viewer knows is gone through once for all of it.
// mode: read
// params:
//   viewer_id: string         who is asking
//   sees_all: boolean         the viewer is staff, who see every record
//   end_key: integer          order key of the other end
// returns: one row, or none when there is no such viewer
//   close: list               ids of the viewer's connections who are listed for those only
//   changes: list             as of `size_changes`
//   circles: list             [order key, order keys of those whom the person knows and who may be on a route], of the viewer
//     and of the other end, if the viewer may see them
MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks
CALL (viewer, blocks) {
  MATCH (viewer)-[:KNOWS]-(friend)
  RETURN collect(CASE WHEN friend:ConnectionsOnly AND NOT friend:Hidden THEN friend END) AS close,
    // Whom the viewer knows they may see, but for those who hide from all and those with a block between.
    collect(CASE
      WHEN $sees_all OR NOT (friend:Hidden OR friend:Discreet OR friend IN blocks) THEN friend.order_key
    END) AS friends
}
RETURN [one IN close | one.id] AS close, size_changes_of(viewer, blocks, close) AS changes,
  [[viewer.order_key, friends]] + COLLECT {
    MATCH (person:Alumnus {order_key: $end_key})
    WHERE person <> viewer AND seen(viewer, person, blocks, close)
    RETURN [person.order_key, COLLECT {
      MATCH (person)-[:KNOWS]-(friend)
      WHERE on_the_way(friend, blocks, close)
      RETURN friend.order_key
    }]
  } AS circles
LIMIT 1
