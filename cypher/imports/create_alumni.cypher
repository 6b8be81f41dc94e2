// name: create_alumni
// purpose: Makes alumni, each with the labels of its answers, to be derived afterwards.
// mode: write
// params:
//   run: string    the id of this import
//   batch: integer    this batch's number
//   rows: list    maps of `properties`
// returns: one row
//   written: integer    how many rows were
import_turn()
MATCH (school:School {key: 'school'})
UNWIND $rows AS row
CREATE (person:Alumnus:ImportPending)
SET person = row.properties, person.created_at = datetime(), person.updated_at = datetime()
WITH person, school
derive_state_labels(person, school)
RETURN count(*) AS written
LIMIT 1
