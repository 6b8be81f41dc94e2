// fragment: sizes_are_old(person)
// purpose: Has the people of everything that a person belongs to counted again, because who sees the person may have changed.
CALL (person) {
  MATCH (person)-[:MEMBER_OF|WORKED_AT|ATTENDED|IN_GROUP]->(context)
  SET context.listed_size = -1
}
