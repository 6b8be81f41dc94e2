// name: set_industry_parents
// purpose: Writes what industries are part of, in place of what was.
// mode: write
// params:
//   run: string    the id of this import
//   batch: integer    this batch's number
//   rows: list    maps of `from`, an id, and `to`, an id or null
// returns: one row
//   written: integer    how many rows were
import_turn()
UNWIND $rows AS row
MATCH (node:Industry {id: row.from})
CALL (node) {
  MATCH (node)-[before:PART_OF]->(:Industry)
  DELETE before
  RETURN count(*) AS removed
}
CALL (node, row) {
  MATCH (target:Industry {id: row.to})
  CREATE (node)-[:PART_OF]->(target)
  RETURN count(*) AS made
}
RETURN count(*) AS written
LIMIT 1
