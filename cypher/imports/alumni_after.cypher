// name: alumni_after
// purpose: A page of the ids of all alumni.
// mode: read
// params:
//   after: string    the last id of the page before
//   limit: integer    how many at most
// returns: one row for each
//   id: string    the id
MATCH (node:Alumnus)
WHERE node.id > $after
RETURN node.id AS id
ORDER BY id
LIMIT $limit
