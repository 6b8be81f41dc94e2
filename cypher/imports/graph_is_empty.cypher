// name: graph_is_empty
// purpose: Whether nothing is in the graph yet.
// mode: read
// returns: one row
//   is_empty: boolean    whether
RETURN NOT EXISTS { MATCH (:Alumnus) } AND NOT EXISTS { MATCH (:Account) } AS is_empty
LIMIT 1
