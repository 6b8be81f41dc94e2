// name: end_import_run
// purpose: Writes down how an import ended.
// mode: write
// params:
//   run: string    its id
//   state: string    done or failed
//   ledger: string    what became of the rows, as JSON
// returns: no rows
MATCH (run:ImportRun {id: $run})
SET run.state = $state, run.ledger = $ledger, run.ended_at = datetime()
