// name: alumni_by_name
// purpose: One page of the people who match, by pinyin, walked in the order of an index until the page is full: for questions
//   that so many people match that nobody wants to look at all of them.
// mode: read
// params:
//   viewer_id: string      who is asking, or null for staff who are not in the graph
//   sees_all: boolean      the viewer is staff, who see every record
//   filters: map           what is asked for (graph_service/directory/filters.py)
//   degrees: list          the degrees wanted, or null for any; 4 stands for everybody farther than three
//   both_sides: boolean    whether distances are found from both ends, which suits few people and a viewer who knows many
//   after: list            pinyin, name and order key of the last entry of the page before, or null
//   from_pinyin: string    that pinyin, or an empty text
//   most: integer          how many people are looked at; fewer than `limit` entries may be those of that many only
//   limit: integer         how many
// returns: the entries in their order
//   id: string             the person
//   degree: integer        the degree up to 3, or 4, where degrees are asked for, else null
//   position: list         the sort keys
OPTIONAL MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks, closed_connections_of(viewer) AS closed
WITH viewer, blocks, closed, friends_asked(viewer, blocks) AS friends
WITH viewer, blocks, closed, friends, bridges_of(viewer, blocks, friends) AS bridges
MATCH (person:Alumnus)
WHERE person.pinyin >= $from_pinyin AND person.name IS NOT NULL AND person.order_key IS NOT NULL
WITH viewer, blocks, closed, friends, bridges, person, person.pinyin AS pinyin, person.name AS name, person.order_key AS order_key
ORDER BY pinyin, name, order_key
LIMIT $most
WITH viewer, blocks, closed, friends, bridges, person, [pinyin, name, order_key] AS position
WHERE ($after IS NULL OR position > $after) AND matches(person) AND seen(viewer, person, blocks, closed)
WITH person, position, CASE WHEN $degrees IS NOT NULL THEN coalesce(degree_within(viewer, person, friends, bridges, blocks), 4) END AS degree
WHERE $degrees IS NULL OR degree IN $degrees
RETURN person.id AS id, degree, position
LIMIT $limit
