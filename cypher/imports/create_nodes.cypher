// name: create_nodes
// purpose: Makes nodes of one label.
// mode: write
// params:
//   run: string    the id of this import
//   batch: integer    this batch's number
//   label: string    the label of all
//   rows: list    maps of `properties`
// returns: one row
//   written: integer    how many rows were
import_turn()
UNWIND $rows AS row
CREATE (node:$($label))
SET node = row.properties
RETURN count(*) AS written
LIMIT 1
