// name: release_import_lock
// purpose: Gives the lock back.
// mode: write
// params:
//   run: string    the id of the import
// returns: no rows
MATCH (turn:ImportLock {key: 'import', run: $run})
DELETE turn
