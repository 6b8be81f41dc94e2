// name: replace_memberships
// purpose: Gives a person these cohorts in place of all that were there.
// mode: write
// params:
//   alumnus_id: string   the person
//   memberships: list    {cohort_id, properties}
// returns: one row
//   written: integer     how many of them; fewer than given when a cohort does not exist
MATCH (person:Alumnus {id: $alumnus_id})
sizes_are_old(person)
CALL (person) {
  MATCH (person)-[old:MEMBER_OF]->(:Cohort)
  DELETE old
}
CALL (person) {
  UNWIND $memberships AS row
  MATCH (cohort:Cohort {id: row.cohort_id})
  CREATE (person)-[member:MEMBER_OF]->(cohort)
  SET member = row.properties, cohort.listed_size = -1
  RETURN count(*) AS written
}
RETURN written
LIMIT 1
