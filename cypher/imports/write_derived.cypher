// name: write_derived
// purpose: Writes derived properties.
// mode: write
// params:
//   run: string    the id of this import
//   batch: integer    this batch's number
//   rows: list    maps of `id` and `properties`; null takes one away
// returns: one row
//   written: integer    how many rows were
import_turn()
UNWIND $rows AS row
MATCH (person:Alumnus {id: row.id})
SET person += row.properties
REMOVE person:ImportPending
WITH person
SET person.facts = facts_of(person)
RETURN count(*) AS written
LIMIT 1
