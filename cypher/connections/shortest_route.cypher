// name: shortest_route
// purpose: The shortest chain of acquaintances from the viewer to somebody else that the viewer may see, of at most four
//   hops; of several, the one whose people come first by their order keys, read from the viewer on. Longer ones are for
//   longer_route: to look at all of five hops at once costs ten times as much.
// mode: read
// params:
//   viewer_id: string         who is asking
//   sees_all: boolean         the viewer is staff, who see every record
//   alumnus_id: string        the other person
//   close: list               ids of the viewer's connections who are listed for those only; null: they are looked up
// returns: one row, or none when there is no such chain
//   people: list              {id, name, name_latin} of everybody on it in order, both ends included
//   since: list               for each hop, since when they know each other as it was written down, or null
MATCH (viewer:Alumnus {id: $viewer_id})
MATCH (person:Alumnus {id: $alumnus_id})
WHERE visible(viewer, person)
WITH viewer, person, blocks_of(viewer) AS blocks, close_of(viewer) AS close
MATCH route = allShortestPaths((viewer)-[:KNOWS*..4]-(person))
WHERE all(one IN nodes(route) WHERE one = viewer OR on_the_way(one, blocks, close))
WITH route
ORDER BY [one IN nodes(route) | one.order_key], [one IN nodes(route) | one.id], [known IN relationships(route) | known.since]
LIMIT 1
RETURN [one IN nodes(route) | one {.id, .name, .name_latin}] AS people,
  [known IN relationships(route) | known.since] AS since
LIMIT 1
