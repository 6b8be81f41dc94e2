// name: industries_after
// purpose: A page of all industries, each with the code of what it is part of.
// mode: read
// params:
//   after: string    the last id of the page before
//   limit: integer    how many at most
// returns: one row for each
//   at: string    the element id
//   properties: map    all its properties
//   parent: string    that code, or null
MATCH (node:Industry)
WHERE node.id > $after
WITH node
ORDER BY node.id
LIMIT $limit
RETURN elementId(node) AS at, properties(node) AS properties,
  head(COLLECT { MATCH (node)-[:PART_OF]->(target:Industry) RETURN target.code AS code ORDER BY code }) AS parent
ORDER BY node.id
LIMIT 1000000
