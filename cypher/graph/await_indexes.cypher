// name: await_indexes
// purpose: Waits until every index answers.
// mode: read
// params:
//   seconds: integer   the longest time to wait
// returns: no rows
CALL db.awaitIndexes($seconds)
