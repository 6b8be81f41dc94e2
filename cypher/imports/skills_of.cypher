// name: skills_of
// purpose: These people's skills.
// mode: read
// params:
//   ids: list    ids of people
// returns: one row for each
//   person_id: string    the person's id
//   other_id: string    the id of the other end
//   at: string    the element id of the relationship
//   properties: map    its properties
UNWIND $ids AS id
MATCH (person:Alumnus {id: id})-[fact:HAS_SKILL]->(other:Skill)
RETURN id AS person_id, other.id AS other_id, elementId(fact) AS at, properties(fact) AS properties
ORDER BY person_id, other_id, at
LIMIT 10000000
