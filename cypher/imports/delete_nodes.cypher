// name: delete_nodes
// purpose: Removes nodes with everything that hangs on them.
// mode: write
// params:
//   run: string    the id of this import
//   batch: integer    this batch's number
//   rows: list    maps of `at`, the element id
// returns: one row
//   written: integer    how many rows were
import_turn()
UNWIND $rows AS row
MATCH (node)
WHERE elementId(node) = row.at
sizes_are_old(node)
DETACH DELETE node
RETURN count(*) AS written
LIMIT 1
