// name: create_attendance
// purpose: Writes attendance of events.
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
MATCH (other:Event {id: row.to})
CREATE (person)-[fact:ATTENDED]->(other)
SET fact = row.properties, other.listed_size = -1
RETURN count(*) AS written
LIMIT 1
