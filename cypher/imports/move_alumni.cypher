// name: move_alumni
// purpose: Writes where people live now; where they lived before becomes the past. They are to be derived again.
// mode: write
// params:
//   run: string    the id of this import
//   batch: integer    this batch's number
//   rows: list    maps of `from`, an id, `to`, a place's id or null, `until`, `until_month`, and `properties`
// returns: one row
//   written: integer    how many rows were
import_turn()
UNWIND $rows AS row
MATCH (person:Alumnus {id: row.from})
SET person:ImportPending
WITH person, row
CALL (person, row) {
  MATCH (person)-[before:LIVES_IN {current: true}]->(place:Place)
  WHERE row.to IS NULL OR place.id <> row.to
  SET before.current = false, before.to = row.until, before.to_month = row.until_month
  RETURN count(*) AS closed
}
CALL (person, row) {
  MATCH (place:Place {id: row.to})
  MERGE (person)-[fact:LIVES_IN {current: true}]->(place)
  SET fact += row.properties
  RETURN count(*) AS opened
}
RETURN count(*) AS written
LIMIT 1
