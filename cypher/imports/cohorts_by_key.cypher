// name: cohorts_by_key
// purpose: The cohorts with these keys.
// mode: read
// params:
//   keys: list    external keys
// returns: one row for each that is there
//   at: string    the element id
//   properties: map    all its properties
UNWIND $keys AS key
MATCH (node:Cohort {key: key})
RETURN elementId(node) AS at, properties(node) AS properties
ORDER BY key
LIMIT 1000000
