// name: alumni_by_recency
// purpose: One page of the people who match, the most recent first, walked in the order of an index until the page is full:
//   for questions that so many people match that nobody wants to look at all of them.
// mode: read
// params:
//   viewer_id: string      who is asking, or null for staff who are not in the graph
//   sees_all: boolean      the viewer is staff, who see every record
//   filters: map           what is asked for (graph_service/directory/filters.py)
//   degrees: list          the degrees wanted, or null for any; 4 stands for everybody farther than three
//   both_sides: boolean    whether distances are found from both ends, which suits few people and a viewer who knows many
//   from_month: integer    recency of the last entry of the page before; a month of the far future at first
//   from_key: integer      order key of that entry; larger than any at first
//   most: integer          how many people are looked at; fewer than `limit` entries may be those of that many only
//   limit: integer         how many
// returns: the entries in their order; whose recency is not known, comes last with month 0
//   id: string             the person
//   degree: integer        the degree up to 3, or 4, where degrees are asked for, else null
//   position: list         the sort keys
OPTIONAL MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks, closed_connections_of(viewer) AS closed
WITH viewer, blocks, closed, friends_asked(viewer, blocks) AS friends
WITH viewer, blocks, closed, friends, bridges_of(viewer, blocks, friends) AS bridges
MATCH (person:Alumnus)
WHERE person.recent_month <= $from_month AND person.order_key IS NOT NULL
WITH viewer, blocks, closed, friends, bridges, person, person.recent_month AS recent_month, person.order_key AS order_key
ORDER BY recent_month DESC, order_key DESC
LIMIT $most
WITH viewer, blocks, closed, friends, bridges, person, recent_month, order_key
WHERE (recent_month < $from_month OR order_key < $from_key) AND matches(person) AND seen(viewer, person, blocks, closed)
WITH person, recent_month, order_key,
  CASE WHEN $degrees IS NOT NULL THEN coalesce(degree_within(viewer, person, friends, bridges, blocks), 4) END AS degree
WHERE $degrees IS NULL OR degree IN $degrees
RETURN person.id AS id, degree, [0, -recent_month, -order_key] AS position
LIMIT $limit
