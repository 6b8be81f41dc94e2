// name: longer_route
// purpose: The shortest chain of acquaintances from the viewer to somebody else whom no chain of four hops reaches, of five or
//   six hops; of several, the one whose people come first by their order keys, read from the viewer on. The first person
//   on it is found by trying those whom the viewer knows in their order until one is on a chain of that length.
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
MATCH found = shortestPath((viewer)-[:KNOWS*..6]-(person))
WHERE all(one IN nodes(found) WHERE one = viewer OR on_the_way(one, blocks, close))
WITH viewer, person, blocks, close, length(found) AS hops
WHERE hops > 4
// Two steps back from the other end: few, or there would be a shorter way.
CALL (person, blocks, close) {
  MATCH (person)-[:KNOWS]-(near)-[:KNOWS]-(far)
  WHERE on_the_way(near, blocks, close) AND on_the_way(far, blocks, close)
  RETURN collect(DISTINCT far) AS goal
}
CALL (viewer, person, goal, hops, blocks, close) {
  MATCH (viewer)-[:KNOWS]-(first)
  WHERE on_the_way(first, blocks, close)
  WITH first, person, goal, hops, blocks, close
  ORDER BY first.order_key, first.id
  WHERE CASE hops
    WHEN 5 THEN EXISTS {
      (first)-[:KNOWS]-(second)-[:KNOWS]-(third)
      WHERE on_the_way(second, blocks, close) AND third IN goal
    }
    // Three steps from each, one row for every way, would be up to a hundred thousand rows: a search from both ends is not.
    ELSE EXISTS {
      MATCH rest = shortestPath((first)-[:KNOWS*..5]-(person))
      WHERE all(one IN nodes(rest) WHERE on_the_way(one, blocks, close))
    }
  END
  RETURN first
  LIMIT 1
}
MATCH (viewer)-[known:KNOWS]-(first)
MATCH rest = allShortestPaths((first)-[:KNOWS*..5]-(person))
WHERE all(one IN nodes(rest) WHERE on_the_way(one, blocks, close))
WITH [viewer] + nodes(rest) AS people, [known.since] + [hop IN relationships(rest) | hop.since] AS since
ORDER BY [one IN people | one.order_key], [one IN people | one.id], since
LIMIT 1
RETURN [one IN people | one {.id, .name, .name_latin}] AS people, since
LIMIT 1
