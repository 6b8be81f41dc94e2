// name: alumni_page_by_degree
// purpose: One page of the people who match and are at one of the given distances from the viewer. But for closeness,
//   the distance is found only for as many as the page needs, in the page's order.
// mode: read
// params:
//   viewer_id: string    who is asking
//   sees_all: boolean    the viewer is staff, who see every record
//   anchor: string       the way in: third, text, employer, cohort, graduation, skill, industry, place, everybody
//   text: string         full-text query for the anchor `text`, or null
//   filters: map         what is asked for (graph_service/directory/filters.py)
//   degrees: list        the degrees wanted; 4 stands for everybody farther away
//   both_sides: boolean  whether distances are found from both ends, which suits few people and a viewer who knows many
//   sort: string         relevance, recency, name, or closeness: then the distance of everybody who matches is found
//   after: list          the sort keys of the last entry of the page before, or null
//   limit: integer       how many
// returns: the entries in their order
//   id: string           the person
//   degree: integer      the degree up to 3; 4 for everybody farther away
//   position: list       the sort keys
MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks
WITH viewer, blocks, friends_between(viewer, blocks) AS friends,
  CASE
    WHEN $both_sides THEN null
    WHEN 3 IN $degrees OR 4 IN $degrees THEN second_between(viewer, blocks)
    ELSE []
  END AS second
candidates(viewer, blocks, person, known)
WITH viewer, blocks, friends, second, person
WHERE matches(person) AND seen(viewer, person, blocks)
WITH viewer, blocks, friends, second, person,
  [
    CASE $sort WHEN 'name' THEN coalesce(person.pinyin, '') WHEN 'relevance' THEN relevance(person)
      WHEN 'closeness' THEN coalesce(degree_within(viewer, person, friends, second, blocks), 4) ELSE 0 END,
    CASE $sort WHEN 'name' THEN person.name ELSE -coalesce(person.recent_month, 0) END,
    CASE $sort WHEN 'name' THEN person.order_key ELSE -person.order_key END
  ] AS position
WHERE $after IS NULL OR position > $after
WITH viewer, blocks, friends, second, person, position
ORDER BY position
WITH person, position, CASE $sort WHEN 'closeness' THEN position[0]
  ELSE degree_within(viewer, person, friends, second, blocks) END AS degree
WHERE coalesce(degree, 4) IN $degrees
RETURN person.id AS id, coalesce(degree, 4) AS degree, position
LIMIT $limit
