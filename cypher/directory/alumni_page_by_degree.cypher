// name: alumni_page_by_degree
// purpose: One page of the people who match and are at one of the given distances from the viewer. People are tested, and
//   their distance is found, in the page's order until the page is full.
// mode: read
// params:
//   viewer_id: string    who is asking
//   sees_all: boolean    the viewer is staff, who see every record
//   anchor: string       the way in: third, third_found, text, employer, cohort, graduation, skill, industry, place, everybody
//   text: string         full-text query for the anchors `text` and `third_found`, or null
//   filters: map         what is asked for (graph_service/directory/filters.py)
//   degrees: list        the degrees wanted; 4 stands for everybody farther away
//   both_sides: boolean  whether distances are found from both ends, which suits few people and a viewer who knows many
//   sort: string         relevance, recency or name
//   after: list          the sort keys of the last entry of the page before, or null
//   limit: integer       how many
// returns: the entries in their order
//   id: string           the person
//   degree: integer      the degree up to 3; 4 for everybody farther away
//   position: list       the sort keys
MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks, closed_connections_of(viewer) AS closed
WITH viewer, blocks, closed, friends_asked(viewer, blocks) AS friends
WITH viewer, blocks, closed, friends, bridges_of(viewer, blocks, friends) AS bridges
candidates(viewer, blocks, person, known)
WITH viewer, blocks, closed, friends, bridges, person,
  CASE $sort WHEN 'name' THEN coalesce(person.pinyin, '') WHEN 'relevance' THEN relevance(person) ELSE 0 END AS first_key,
  CASE $sort WHEN 'name' THEN person.name ELSE -coalesce(person.recent_month, 0) END AS second_key,
  CASE $sort WHEN 'name' THEN person.order_key ELSE -person.order_key END AS third_key
WHERE $after IS NULL OR [first_key, second_key, third_key] > $after
WITH viewer, blocks, closed, friends, bridges, person, first_key, second_key, third_key
ORDER BY first_key, second_key, third_key
WITH viewer, blocks, closed, friends, bridges, person, [first_key, second_key, third_key] AS position
WHERE matches(person) AND seen(viewer, person, blocks, closed)
  AND ($degrees <> [1] OR EXISTS { (viewer)-[:KNOWS]-(person) })
WITH person, position, coalesce(degree_within(viewer, person, friends, bridges, blocks), 4) AS degree
WHERE degree IN $degrees
RETURN person.id AS id, degree, position
LIMIT $limit
