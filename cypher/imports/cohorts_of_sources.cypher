// name: cohorts_of_sources
// purpose: A page of the cohorts that came from these sources and have an external key.
// mode: read
// params:
//   sources: list    names of sources
//   after: string    the last id of the page before
//   limit: integer    how many at most
// returns: one row for each
//   id: string    the id
//   at: string    the element id
//   key: string    the external key
MATCH (node:Cohort)
WHERE node.id > $after AND node.key IS NOT NULL AND node.source IN $sources
RETURN node.id AS id, elementId(node) AS at, node.key AS key
ORDER BY id
LIMIT $limit
