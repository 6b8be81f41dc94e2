// name: update_nodes
// purpose: Writes properties of nodes.
// mode: write
// params:
//   run: string    the id of this import
//   batch: integer    this batch's number
//   rows: list    maps of `at`, the element id, and `properties`; null takes one away
// returns: one row
//   written: integer    how many rows were
import_turn()
UNWIND $rows AS row
MATCH (node)
WHERE elementId(node) = row.at
SET node += row.properties
RETURN count(*) AS written
LIMIT 1
