// name: surroundings
// purpose: A mentee, and what is between them and mentors, as the mentee may see it.
// mode: read
// params:
//   viewer_id: string    the mentee
//   sees_all: boolean    never true here: it is the mentee's view that counts
// returns: at most one row
//   person: map          the mentee as {id, name, name_latin}
//   facts: map           what is known of the mentee (cypher/fragments/mentoring_facts.cypher)
//   named: list          ids of those on the shortlist and in the reporting line whom the mentee may see
//   blocked: list        ids of mentors with a block between them and the mentee
//   acquainted: list     [id of a mentor whom the mentee knows, whether listed for connections only]
//   mentored_by: list    ids of those who mentor or mentored the mentee
MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks, closed_connections_of(viewer) AS close, true AS told
RETURN viewer {.id, .name, .name_latin} AS person, mentoring_facts(viewer, told) AS facts,
  COLLECT {
    MATCH (profile:MentoringProfile)-[:OF]->(viewer)
    UNWIND coalesce(profile.shortlist, []) + coalesce(profile.reports_to, []) AS named_id
    MATCH (person:Alumnus {id: named_id})
    WHERE seen(viewer, person, blocks, close)
    RETURN DISTINCT person.id AS named_one ORDER BY named_one
  } AS named,
  COLLECT { UNWIND blocks AS other WITH other WHERE other:Mentor RETURN other.id AS other_id ORDER BY other_id } AS blocked,
  COLLECT {
    MATCH (viewer)-[:KNOWS]-(friend:Mentor)
    WHERE seen(viewer, friend, blocks, close)
    RETURN DISTINCT [friend.id, friend:ConnectionsOnly] AS known ORDER BY known[0]
  } AS acquainted,
  COLLECT {
    MATCH (viewer)<-[:MENTORS]-(earlier:Alumnus)
    WHERE seen(viewer, earlier, blocks, close)
    RETURN DISTINCT earlier.id AS earlier_id ORDER BY earlier_id
  } AS mentored_by
LIMIT 1
