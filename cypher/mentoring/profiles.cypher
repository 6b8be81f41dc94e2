// name: profiles
// purpose: What mentoring knows of these people, all of it: for staff, who match those who take part.
// mode: read
// params:
//   alumnus_ids: list   the people
// returns: one row for each that is there
//   facts: map          what is known (cypher/fragments/mentoring_facts.cypher)
UNWIND $alumnus_ids AS alumnus_id
MATCH (person:Alumnus {id: alumnus_id})
WITH person, true AS told
RETURN mentoring_facts(person, told) AS facts
ORDER BY facts.id
LIMIT 100000
