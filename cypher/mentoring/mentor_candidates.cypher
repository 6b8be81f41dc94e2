// name: mentor_candidates
// purpose: Those of these people who are mentors and whom the mentee may see, as they are now.
// mode: read
// params:
//   viewer_id: string    the mentee
//   sees_all: boolean    never true here: it is the mentee's view that counts
//   told: boolean        whether what mentors tell the school alone counts: for staff
//   alumnus_ids: list    the people
// returns: one row for each of them
//   person: map          the mentor as {id, name, name_latin}
//   facts: map           what is known of the mentor (cypher/fragments/mentoring_facts.cypher)
//   sees_mentee: boolean whether the mentor may see the mentee
MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks, closed_connections_of(viewer) AS close, $told AS told
UNWIND $alumnus_ids AS alumnus_id
MATCH (person:Alumnus {id: alumnus_id})
WHERE person:Mentor AND person <> viewer AND seen(viewer, person, blocks, close)
RETURN person {.id, .name, .name_latin} AS person, mentoring_facts(person, told) AS facts,
  sees_mentee(viewer, person) AS sees_mentee
ORDER BY person.id
LIMIT 1000
