// name: create_jobs
// purpose: Writes jobs; the people are to be derived again.
// mode: write
// params:
//   run: string    the id of this import
//   batch: integer    this batch's number
//   rows: list    maps of `from` and `to`, ids, and `properties`
// returns: one row
//   written: integer    how many rows were
import_turn()
UNWIND $rows AS row
MATCH (person:Alumnus {id: row.from})
MATCH (other:Employer {id: row.to})
CREATE (person)-[fact:WORKED_AT]->(other)
SET fact = row.properties, other.listed_size = -1, person:ImportPending
RETURN count(*) AS written
LIMIT 1
