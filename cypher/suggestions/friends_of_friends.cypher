// name: friends_of_friends
// purpose: Whom the viewer's connections know, as far as the viewer may see it, for the first of these connections.
// mode: read
// params:
//   viewer_id: string   who is asking
//   sees_all: boolean   the viewer is staff, who see every record
//   friends: integer    so many connections are looked at, the first by order key
//   widest: integer     of a connection who knows more people than this, nobody is told
// returns: one row for each connection that is looked at
//   order_key: integer   of the connection
//   person: map          the connection as {id, name, name_latin}
//   since: integer       month since which the viewer knows them, or null
//   others: list         [order key, month since which the two know each other or null], the viewer among them; one more
//     than `widest` when there are too many
MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks, closed_connections_of(viewer) AS close
MATCH (viewer)-[near:KNOWS]-(friend:Alumnus)
WHERE $sees_all OR NOT (friend:Hidden OR friend:Discreet OR friend IN blocks)
// The first are found before anything else is read of them: some people know thousands.
WITH viewer, blocks, close, friend, near
ORDER BY friend.order_key, friend.id
LIMIT $friends
WITH viewer, blocks, close, friend, min(near.since_month) AS since
RETURN friend.order_key AS order_key, friend {.id, .name, .name_latin} AS person, since,
  COLLECT {
    MATCH (friend)-[far:KNOWS]-(other:Alumnus)
    WHERE other = viewer OR on_the_way(other, blocks, close)
    RETURN [other.order_key, far.since_month]
    LIMIT $widest + 1
  } AS others
ORDER BY order_key, person.id
LIMIT 1001
