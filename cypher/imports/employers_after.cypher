// name: employers_after
// purpose: A page of all employers, each with its industry's code.
// mode: read
// params:
//   after: string    the last id of the page before
//   limit: integer    how many at most
// returns: one row for each
//   at: string    the element id
//   properties: map    all its properties
//   industry: string    that code, or null
MATCH (node:Employer)
WHERE node.id > $after
WITH node
ORDER BY node.id
LIMIT $limit
RETURN elementId(node) AS at, properties(node) AS properties,
  head(COLLECT { MATCH (node)-[:IN_INDUSTRY]->(target:Industry) RETURN target.code AS code ORDER BY code }) AS industry
ORDER BY node.id
LIMIT 1000000
