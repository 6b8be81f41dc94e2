// name: mutual_mentors
// purpose: Which mentors the mentee's connections know, as far as the mentee may see it, for the first of these connections.
// mode: read
// params:
//   viewer_id: string   the mentee
//   sees_all: boolean   never true here: it is the mentee's view that counts
//   friends: integer    so many connections are looked at, the first by order key
//   widest: integer     of a connection who knows more mentors than this, nobody is told
// returns: one row for each connection that is looked at
//   id: string          the connection
//   order_key: integer  decides which are looked at
//   mentors: list       ids of mentors; one more than `widest` when there are too many
MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks, closed_connections_of(viewer) AS close
MATCH (viewer)-[:KNOWS]-(friend:Alumnus)
WHERE on_the_way(friend, blocks, close)
WITH DISTINCT viewer, blocks, close, friend
ORDER BY friend.order_key, friend.id
LIMIT $friends
RETURN friend.id AS id, friend.order_key AS order_key, COLLECT {
  MATCH (friend)-[:KNOWS]-(mentor:Mentor)
  WHERE mentor <> viewer AND on_the_way(mentor, blocks, close)
  RETURN mentor.id
  LIMIT $widest + 1
} AS mentors
ORDER BY order_key, id
LIMIT 1001
