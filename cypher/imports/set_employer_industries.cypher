// name: set_employer_industries
// purpose: Writes the industry of employers, in place of what was; who works there is to be derived again.
// mode: write
// params:
//   run: string    the id of this import
//   batch: integer    this batch's number
//   rows: list    maps of `from`, an id, and `to`, an id or null
// returns: one row
//   written: integer    how many rows were
import_turn()
UNWIND $rows AS row
MATCH (node:Employer {id: row.from})
CALL (node) {
  MATCH (node)-[before:IN_INDUSTRY]->(:Industry)
  DELETE before
  RETURN count(*) AS removed
}
CALL (node, row) {
  MATCH (target:Industry {id: row.to})
  CREATE (node)-[:IN_INDUSTRY]->(target)
  RETURN count(*) AS made
}
CALL (node) {
  MATCH (person:Alumnus)-[job:WORKED_AT]->(node)
  WHERE job.current
  SET person:ImportPending
  RETURN count(*) AS marked
}
RETURN count(*) AS written
LIMIT 1
