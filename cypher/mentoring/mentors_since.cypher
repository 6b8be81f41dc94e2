// name: mentors_since
// purpose: Mentors whose record changed, for the pool that is kept in memory.
// mode: read
// params:
//   since: datetime   from when on
//   limit: integer    how many at most, those that changed first
// returns: one row for each
//   facts: map        what is known (cypher/fragments/mentoring_facts.cypher)
MATCH (person:Mentor)
WHERE person.updated_at >= $since
WITH person
ORDER BY person.updated_at, person.order_key
LIMIT $limit
WITH person, true AS told
RETURN mentoring_facts(person, told) AS facts
ORDER BY facts.order_key
LIMIT 10000
