// name: find_alumnus
// purpose: A person by id or by the school's own key, for somebody at this machine's terminal.
// mode: read
// params:
//   key_or_id: string     either
// returns: at most one row
//   id: string            the id
//   name: string          the name
CALL () {
  MATCH (alumnus:Alumnus {id: $key_or_id})
  RETURN alumnus, 1 AS preference
  UNION
  MATCH (alumnus:Alumnus {key: $key_or_id})
  RETURN alumnus, 2 AS preference
}
RETURN alumnus.id AS id, alumnus.name AS name
ORDER BY preference
LIMIT 1
