// name: update_alumni
// purpose: Writes properties of alumni, and the labels of their answers; they are to be derived again.
// mode: write
// params:
//   run: string    the id of this import
//   batch: integer    this batch's number
//   rows: list    maps of `at`, the element id, and `properties`; null takes one away
// returns: one row
//   written: integer    how many rows were
import_turn()
MATCH (school:School {key: 'school'})
UNWIND $rows AS row
MATCH (person:Alumnus)
WHERE elementId(person) = row.at
SET person += row.properties, person.updated_at = datetime(), person:ImportPending
WITH person, school
derive_state_labels(person, school)
RETURN count(*) AS written
LIMIT 1
