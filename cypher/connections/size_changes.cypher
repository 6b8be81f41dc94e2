// name: standing
// purpose: In what the viewer sees other people than every member does: their connections who are listed for those only, and
//   by how many people cohorts, employers, events and groups differ for them: such connections and the viewer are more,
//   those with a block between are less.
// mode: read
// params:
//   viewer_id: string         who is asking
// returns: one row, or none when there is no such person
//   close: list               ids of the viewer's connections who are listed for those only
//   changes: list             [id of the cohort, employer, event or group, how many more or less]
MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks, closed_connections_of(viewer) AS close
RETURN [one IN close | one.id] AS close,
  COLLECT {
    UNWIND [one IN close WHERE NOT one IN blocks] + CASE WHEN viewer:Hidden|ConnectionsOnly THEN [viewer] ELSE [] END
      + [one IN blocks WHERE NOT (one:Hidden OR one:ConnectionsOnly)] AS person
    WITH DISTINCT person
    MATCH (person)-[:MEMBER_OF|WORKED_AT|ATTENDED|IN_GROUP]->(context)
    WITH DISTINCT person, context
    WITH context, sum(CASE WHEN person IN blocks THEN -1 ELSE 1 END) AS more
    WHERE more <> 0
    RETURN [context.id, more]
  } AS changes
LIMIT 1
