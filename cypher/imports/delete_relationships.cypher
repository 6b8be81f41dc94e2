// name: delete_relationships
// purpose: Removes relationships; the people they begin at are to be derived again.
// mode: write
// params:
//   run: string    the id of this import
//   batch: integer    this batch's number
//   rows: list    maps of `at`, the element id
// returns: one row
//   written: integer    how many rows were
import_turn()
UNWIND $rows AS row
MATCH (person)-[fact]->(other)
WHERE elementId(fact) = row.at
SET person:ImportPending
FOREACH (context IN CASE WHEN other:Cohort|Employer|Event|Group THEN [other] ELSE [] END | SET context.listed_size = -1)
DELETE fact
RETURN count(*) AS written
LIMIT 1
