// name: movers_near
// purpose: People who made a move, one or two steps from the viewer, those of the first step before those of the second.
// mode: read
// params:
//   viewer_id: string      who is asking
//   sees_all: boolean      the viewer is staff, who see every record
//   move: map              from where to where (cypher/fragments/move_months.cypher)
//   limit: integer         how many
// returns: the nearest first, then the latest in their career
//   id: string             the person
//   degree: integer        1 or 2
MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks
CALL (viewer, blocks) {
  MATCH (viewer)-[:KNOWS]-(person)
  WHERE $sees_all OR NOT (person:Hidden OR person IN blocks)
  WITH DISTINCT person, coalesce(person.recent_month, 0) AS recent, person.order_key AS order_key
  ORDER BY recent DESC, order_key DESC
  move_months(person, began, reached)
  WITH person, began, reached
  WHERE reached > began
  RETURN collect(person)[..$limit] AS first
}
CALL (viewer, blocks, first) {
  WITH viewer, blocks, first, COLLECT { MATCH (viewer)-[:KNOWS]-(friend) RETURN friend } AS direct
  WHERE size(first) < $limit
  UNWIND friends_between(viewer, blocks) AS between
  MATCH (between)-[:KNOWS]-(person)
  WHERE $sees_all OR NOT (person:Hidden OR person:ConnectionsOnly OR person:Discreet OR person IN blocks)
  WITH DISTINCT viewer, direct, person
  WHERE person <> viewer AND NOT person IN direct
  WITH person, coalesce(person.recent_month, 0) AS recent, person.order_key AS order_key
  ORDER BY recent DESC, order_key DESC
  move_months(person, began, reached)
  WITH person, began, reached
  WHERE reached > began
  WITH person
  LIMIT $limit
  RETURN collect(person) AS second
}
WITH [one IN first | [one, 1]] + [one IN second | [one, 2]] AS near
UNWIND near AS entry
WITH entry[0] AS person, entry[1] AS degree
RETURN person.id AS id, degree
ORDER BY degree, coalesce(person.recent_month, 0) DESC, person.order_key DESC
LIMIT $limit
