// name: alumni_latest
// purpose: One page of the people who match, the most recent first, of those whom the full-text index finds. The index is
//   asked about some months after the other, the latest first, until the page is full: so not everybody whom it could find
//   is put into order.
// mode: read
// params:
//   viewer_id: string    who is asking, or null for staff who are not in the graph
//   sees_all: boolean    the viewer is staff, who see every record
//   texts: list          full-text queries, each about other months than the others, the latest first
//   filters: map         what is asked for (graph_service/directory/filters.py)
//   tiers: list          only people whom the words fit so well (cypher/fragments/relevance.cypher), or null for all
//   degrees: list        the degrees wanted, or null for any; 4 stands for everybody farther than three
//   both_sides: boolean  whether distances are found from both ends, which suits few people and a viewer who knows many
//   from_month: integer  recency of the last entry of the page before; a month of the far future at first
//   from_key: integer    order key of that entry; larger than any at first
//   most: integer        how many people are looked at; fewer than `limit` entries may be those of that many only
//   limit: integer       how many
// returns: the entries in their order; whose recency is not known, comes last with month 0
//   id: string           the person
//   degree: integer      the degree up to 3, or 4, where degrees are asked for, else null
//   position: list       the sort keys
OPTIONAL MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks, closed_connections_of(viewer) AS closed
WITH viewer, blocks, closed, friends_asked(viewer, blocks) AS friends
WITH viewer, blocks, closed, friends, bridges_of(viewer, blocks, friends) AS bridges
UNWIND $texts AS text
CALL (text) {
  CALL db.index.fulltext.queryNodes('alumnus_search', text) YIELD node AS person
  WITH person, coalesce(person.recent_month, 0) AS recent_month, person.order_key AS order_key
  WHERE recent_month < $from_month OR (recent_month = $from_month AND order_key < $from_key)
  RETURN person, recent_month, order_key
  ORDER BY recent_month DESC, order_key DESC
}
WITH viewer, blocks, closed, friends, bridges, person, recent_month, order_key
LIMIT $most
WITH viewer, blocks, closed, friends, bridges, person, recent_month, order_key
WHERE matches(person) AND seen(viewer, person, blocks, closed)
  AND ($degrees IS NULL OR $degrees <> [1] OR EXISTS { (viewer)-[:KNOWS]-(person) }) AND ($tiers IS NULL OR relevance(person) IN $tiers)
WITH person, recent_month, order_key,
  CASE WHEN $degrees IS NOT NULL THEN coalesce(degree_within(viewer, person, friends, bridges, blocks), 4) END AS degree
WHERE $degrees IS NULL OR degree IN $degrees
RETURN person.id AS id, degree, [0, -recent_month, -order_key] AS position
LIMIT $limit
