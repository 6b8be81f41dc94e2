// name: alumni_after
// purpose: A page of all alumni: their ids and external keys.
// mode: read
// params:
//   after: string    the last id of the page before
//   limit: integer    how many at most
// returns: one row for each
//   id: string    the id
//   key: string    the external key, or null
MATCH (node:Alumnus)
WHERE node.id > $after
RETURN node.id AS id, node.key AS key
ORDER BY id
LIMIT $limit
