// name: size_changes
// purpose: By how many people what the viewer sees of cohorts, employers, events and groups differs from what every member
//   sees: their own connections who are listed for those only and the viewer are more, those with a block between are less.
// mode: read
// params:
//   viewer_id: string         who is asking
// returns: one row for each that differs
//   id: string                the cohort, employer, event or group
//   more: integer             how many more, or less
MATCH (viewer:Alumnus {id: $viewer_id})
CALL (viewer) {
  WITH viewer, [(viewer)-[:BLOCKS]-(blocked) | blocked] AS blocks
  UNWIND closed_connections_of(viewer) + CASE WHEN viewer:Hidden|ConnectionsOnly THEN [viewer] ELSE [] END AS person
  WITH blocks, person
  WHERE NOT person IN blocks
  MATCH (person)-[:MEMBER_OF|WORKED_AT|ATTENDED|IN_GROUP]->(context)
  WITH DISTINCT person, context
  RETURN context, 1 AS change
  UNION ALL
  WITH viewer
  MATCH (viewer)-[:BLOCKS]-(person)
  WHERE NOT person:Hidden|ConnectionsOnly
  WITH DISTINCT person
  MATCH (person)-[:MEMBER_OF|WORKED_AT|ATTENDED|IN_GROUP]->(context)
  WITH DISTINCT person, context
  RETURN context, -1 AS change
}
WITH context.id AS id, sum(change) AS more
WHERE more <> 0
RETURN id, more
ORDER BY id
LIMIT 100000
