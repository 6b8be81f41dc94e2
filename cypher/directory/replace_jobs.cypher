// name: replace_jobs
// purpose: Gives a person these jobs in place of all that were there.
// mode: write
// params:
//   alumnus_id: string   the person
//   jobs: list           {employer_id, properties}
// returns: one row
//   written: integer     how many of them; fewer than given when an employer does not exist
MATCH (person:Alumnus {id: $alumnus_id})
sizes_are_old(person)
CALL (person) {
  MATCH (person)-[old:WORKED_AT]->(:Employer)
  DELETE old
}
CALL (person) {
  UNWIND $jobs AS row
  MATCH (employer:Employer {id: row.employer_id})
  CREATE (person)-[job:WORKED_AT]->(employer)
  SET job = row.properties, employer.listed_size = -1
  RETURN count(*) AS written
}
RETURN written
LIMIT 1
