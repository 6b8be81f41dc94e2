// fragment: import_turn()
// purpose: Goes on only while this import holds the lock and this batch was not written yet, so that a batch that is sent
//   twice is written once, and an import whose lock was taken over writes nothing more.
// params:
//   run: string       the id of this import
//   batch: integer    this batch's number, counted from 1
MATCH (turn:ImportLock {key: 'import', run: $run})
WHERE turn.batch < $batch
SET turn.batch = $batch, turn.beat = timestamp()
WITH turn
