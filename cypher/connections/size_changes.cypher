// name: size_changes
// purpose: By how many people cohorts, employers, events and groups differ for the viewer from what every member sees.
// mode: read
// params:
//   viewer_id: string         who is asking
// returns: one row, or none when there is no such person
//   changes: list             [id of the cohort, employer, event or group, how many more or less]
MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks, closed_connections_of(viewer) AS close
RETURN size_changes_of(viewer, blocks, close) AS changes
LIMIT 1
