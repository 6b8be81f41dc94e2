// name: beat_import_lock
// purpose: Says that the import is alive.
// mode: write
// params:
//   run: string    the id of the import
// returns: one row, or none when it does not hold the lock
//   batch: integer    the last batch it wrote
MATCH (turn:ImportLock {key: 'import', run: $run})
SET turn.beat = timestamp()
RETURN turn.batch AS batch
LIMIT 1
