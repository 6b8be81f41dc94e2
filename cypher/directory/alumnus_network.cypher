// name: alumnus_network
// purpose: The people around one person, as far as the viewer may see them: connections, and theirs.
// mode: read
// params:
//   viewer_id: string    who is asking, or null for staff who are not in the graph
//   sees_all: boolean    the viewer is staff, who see every record
//   alumnus_id: string   the person in the middle
//   hops: integer        1 or 2
//   limit: integer       how many people are returned, the one in the middle included
//   breadth: integer     how many connections of each person of the first step are followed
// returns: one row, or none when there is nobody of that id whom the viewer may see
//   nodes: list          {id, name, name_latin, hop}: the person, then by hop and order key
//   edges: list          pairs of ids, each connection once
//   limited: boolean     whether there are more people than were returned
OPTIONAL MATCH (viewer:Alumnus {id: $viewer_id})
MATCH (center:Alumnus {id: $alumnus_id})
WHERE visible(viewer, center)
WITH viewer, center, blocks_of(viewer) AS blocks, closed_connections_of(viewer) AS closed
CALL (viewer, center, blocks, closed) {
  MATCH (center)-[:KNOWS]-(person:Alumnus)
  WHERE seen(viewer, person, blocks, closed)
    AND (center = viewer OR person = viewer OR (shows_connections(center) AND shows_connections(person)))
  WITH DISTINCT person
  ORDER BY person.order_key, person.id
  LIMIT $limit
  RETURN collect(person) AS first
}
CALL (viewer, center, blocks, closed, first) {
  UNWIND CASE WHEN $hops = 2 AND size(first) < $limit THEN first ELSE [] END AS between
  CALL (viewer, center, blocks, closed, between) {
    MATCH (between)-[:KNOWS]-(person:Alumnus)
    WHERE person <> center AND seen(viewer, person, blocks, closed)
      AND (between = viewer OR person = viewer OR (shows_connections(between) AND shows_connections(person)))
    WITH person
    ORDER BY person.order_key, person.id
    LIMIT $breadth
    RETURN person
  }
  WITH DISTINCT first, person
  WHERE NOT person IN first
  ORDER BY person.order_key, person.id
  LIMIT $limit
  RETURN collect(person) AS second
}
WITH viewer, center, first, second, first[..$limit - 1] AS near,
  second[..CASE WHEN size(first) >= $limit - 1 THEN 0 ELSE $limit - 1 - size(first) END] AS far
WITH viewer, center, near, far, 1 + size(first) + size(second) > 1 + size(near) + size(far) AS limited
RETURN [center {.id, .name, .name_latin, hop: 0}] + [person IN near | person {.id, .name, .name_latin, hop: 1}]
    + [person IN far | person {.id, .name, .name_latin, hop: 2}] AS nodes,
  COLLECT {
    UNWIND [center] + near + far AS a
    MATCH (a)-[:KNOWS]-(b:Alumnus)
    WHERE b IN [center] + near + far AND a.order_key < b.order_key
      AND (a = viewer OR b = viewer OR (shows_connections(a) AND shows_connections(b)))
    WITH DISTINCT a, b
    RETURN [a.id, b.id] ORDER BY a.order_key, b.order_key, a.id, b.id
  } AS edges,
  limited
LIMIT 1
