// name: alumni_by_relevance
// purpose: One page of the people who match, those first whom the words fit best, then the most recent.
// mode: read
// params:
//   viewer_id: string    who is asking, or null for staff who are not in the graph
//   sees_all: boolean    the viewer is staff, who see every record
//   anchor: string       the way in: self, first, second, near, around, text, employer, cohort, graduation, skill, industry, place, everybody
//   text: string         full-text query for the anchors `text` and `third_found`, or null
//   filters: map         what is asked for (graph_service/directory/filters.py)
//   after: list          the sort keys of the last entry of the page before, or null
//   limit: integer       how many
// returns: the entries in their order
//   id: string           the person
//   degree: integer      0 to 2 where the anchor tells it, else null
//   position: list       the sort keys
OPTIONAL MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks, closed_connections_of(viewer) AS closed
candidates(viewer, blocks, person, degree)
WITH viewer, blocks, closed, person, degree, relevance(person) AS tier
WHERE matches(person) AND seen(viewer, person, blocks, closed)
WITH person, degree, [tier, -coalesce(person.recent_month, 0), -person.order_key] AS position
WHERE $after IS NULL OR position > $after
RETURN person.id AS id, degree, position
ORDER BY position
LIMIT $limit
