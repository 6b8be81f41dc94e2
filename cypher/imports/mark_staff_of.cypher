// name: mark_staff_of
// purpose: Marks everybody who worked at these employers to be derived again, because a name of theirs changed.
// mode: write
// params:
//   run: string    the id of this import
//   batch: integer    this batch's number
//   rows: list    maps of `at`, an employer's element id
// returns: one row
//   written: integer    how many rows were
import_turn()
UNWIND $rows AS row
MATCH (employer:Employer)
WHERE elementId(employer) = row.at
MATCH (person:Alumnus)-[:WORKED_AT]->(employer)
SET person:ImportPending
RETURN count(*) AS written
LIMIT 1
