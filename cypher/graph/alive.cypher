// name: alive
// purpose: Answers when the database does.
// mode: read
// returns: one row
//   alive: boolean   true
RETURN true AS alive
LIMIT 1
