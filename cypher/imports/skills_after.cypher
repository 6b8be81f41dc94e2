// name: skills_after
// purpose: A page of all skills.
// mode: read
// params:
//   after: string    the last id of the page before
//   limit: integer    how many at most
// returns: one row for each
//   at: string    the element id
//   properties: map    all its properties
MATCH (node:Skill)
WHERE node.id > $after
RETURN elementId(node) AS at, properties(node) AS properties
ORDER BY node.id
LIMIT $limit
