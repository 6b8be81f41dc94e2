// name: alumni_page
// purpose: One page of the people who match, in one of the orders whose keys a person's record holds.
// mode: read
// params:
//   viewer_id: string    who is asking, or null for staff who are not in the graph
//   sees_all: boolean    the viewer is staff, who see every record
//   anchor: string       the way in: self, first, second, near, around, text, employer, cohort, graduation, skill, industry, place, everybody
//   text: string         full-text query for the anchors `text` and `third_found`, or null
//   filters: map         what is asked for (graph_service/directory/filters.py)
//   sort: string         recency, name, or closeness where the anchor tells the degree
//   after: list          the sort keys of the last entry of the page before, or null
//   limit: integer       how many
// returns: the entries in their order
//   id: string           the person
//   degree: integer      0 to 2 where the anchor tells it, else null
//   position: list       the sort keys
OPTIONAL MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks, closed_connections_of(viewer) AS closed
candidates(viewer, blocks, person, degree)
WITH viewer, blocks, closed, person, degree,
  CASE $sort WHEN 'name' THEN coalesce(person.pinyin, '') WHEN 'closeness' THEN degree ELSE 0 END AS first_key,
  CASE $sort WHEN 'name' THEN person.name ELSE -coalesce(person.recent_month, 0) END AS second_key,
  CASE $sort WHEN 'name' THEN person.order_key ELSE -person.order_key END AS third_key
WHERE $after IS NULL OR [first_key, second_key, third_key] > $after
// First the order, then the tests: so only those are tested who come before the page is full.
WITH viewer, blocks, closed, person, degree, first_key, second_key, third_key
ORDER BY first_key, second_key, third_key
WITH viewer, blocks, closed, person, degree, first_key, second_key, third_key
WHERE matches(person) AND seen(viewer, person, blocks, closed)
RETURN person.id AS id, degree, [first_key, second_key, third_key] AS position
LIMIT $limit
