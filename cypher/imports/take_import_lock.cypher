// name: take_import_lock
// purpose: Takes the lock that lets one import write at a time: when nobody holds it, or its holder has not been heard of for too long, or is known to be dead.
// mode: write
// params:
//   run: string    the id of the import that wants it
//   holder: string    who that is, in words
//   host: string    the machine it runs on
//   pid: integer    its process
//   patience_ms: integer    how long a silent holder is believed to be alive
//   dead: list    ids of imports whose process is known to be gone
// returns: one row
//   run: string    the id of the import that holds it now
//   holder: string    who that is
//   host: string    on which machine
//   pid: integer    in which process
//   silent_ms: integer    how long ago it was heard of
MERGE (turn:ImportLock {key: 'import'})
SET turn.asked = timestamp()
WITH turn, turn.run IS NULL OR turn.run IN $dead OR turn.beat < timestamp() - $patience_ms AS free
FOREACH (yes IN CASE WHEN free THEN [1] ELSE [] END |
  SET turn.run = $run, turn.holder = $holder, turn.host = $host, turn.pid = $pid, turn.batch = 0, turn.beat = timestamp())
RETURN turn.run AS run, turn.holder AS holder, turn.host AS host, turn.pid AS pid, timestamp() - turn.beat AS silent_ms
LIMIT 1
