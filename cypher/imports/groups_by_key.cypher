// name: groups_by_key
// purpose: The groups with these keys.
// mode: read
// params:
//   keys: list    external keys
// returns: one row for each that is there
//   at: string    the element id
//   properties: map    all its properties
UNWIND $keys AS key
MATCH (node:Group {key: key})
RETURN elementId(node) AS at, properties(node) AS properties
ORDER BY key
LIMIT 1000000
