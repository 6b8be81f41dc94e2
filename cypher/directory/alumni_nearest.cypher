// name: alumni_nearest
// purpose: One page of the people who match, the nearest to the viewer first: the distance of everybody is found whom the way
//   in meets and who matches, which suits a way in that meets few.
// mode: read
// params:
//   viewer_id: string    who is asking
//   sees_all: boolean    the viewer is staff, who see every record
//   anchor: string       the way in: third, third_found, text, employer, cohort, graduation, skill, industry, place, everybody
//   text: string         full-text query for the anchors `text` and `third_found`, or null
//   filters: map         what is asked for (graph_service/directory/filters.py)
//   both_sides: boolean  whether distances are found from both ends, which suits few people and a viewer who knows many
//   after: list          the sort keys of the last entry of the page before, or null
//   limit: integer       how many
// returns: the entries in their order
//   id: string           the person
//   degree: integer      the degree up to 3; 4 for everybody farther away
//   position: list       the sort keys
MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks, closed_connections_of(viewer) AS closed
WITH viewer, blocks, closed, friends_between(viewer, blocks) AS friends
WITH viewer, blocks, closed, friends, CASE WHEN NOT $both_sides THEN friends + second_between(viewer, blocks) END AS bridges
candidates(viewer, blocks, person, known)
WITH viewer, blocks, closed, friends, bridges, person
WHERE matches(person) AND seen(viewer, person, blocks, closed)
WITH person, coalesce(degree_within(viewer, person, friends, bridges, blocks), 4) AS degree
WITH person, degree, [degree, -coalesce(person.recent_month, 0), -person.order_key] AS position
WHERE $after IS NULL OR position > $after
RETURN person.id AS id, degree, position
ORDER BY position
LIMIT $limit
