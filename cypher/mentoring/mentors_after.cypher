// name: mentors_after
// purpose: The next mentors in the service's fixed order, for the pool that is kept in memory. Who of them somebody may see
//   is decided for each question.
// mode: read
// params:
//   after: integer    the order key of the last mentor before, -1 at the beginning
//   limit: integer    how many
// returns: one row for each
//   facts: map        what is known (cypher/fragments/mentoring_facts.cypher)
MATCH (person:Mentor)
WHERE person.order_key > $after
WITH person
ORDER BY person.order_key
LIMIT $limit
WITH person, true AS told
RETURN mentoring_facts(person, told) AS facts
ORDER BY facts.order_key
LIMIT 10000
