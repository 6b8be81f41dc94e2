// name: create_connections
// purpose: Writes that people know each other, once for each two, whichever way it is stored.
// mode: write
// params:
//   run: string    the id of this import
//   batch: integer    this batch's number
//   rows: list    maps of `from` and `to`, ids, and `properties`
// returns: one row
//   written: integer    how many rows were
import_turn()
UNWIND $rows AS row
MATCH (one:Alumnus {id: row.from})
MATCH (other:Alumnus {id: row.to})
MERGE (one)-[fact:KNOWS]-(other)
SET fact += row.properties
RETURN count(*) AS written
LIMIT 1
