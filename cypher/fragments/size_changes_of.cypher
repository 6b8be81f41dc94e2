// fragment: size_changes_of(viewer, blocks, close)
// purpose: By how many people cohorts, employers, events and groups differ for the viewer from what every member sees, as
//   [id, how many more or less]: `close`, their connections who are listed for those only, and the viewer are more,
//   `blocks`, those between whom and the viewer there is a block, are less.
COLLECT {
  UNWIND [one IN close WHERE NOT one IN blocks] + CASE WHEN viewer:Hidden|ConnectionsOnly THEN [viewer] ELSE [] END
    + [one IN blocks WHERE NOT (one:Hidden OR one:ConnectionsOnly)] AS member
  WITH DISTINCT member
  MATCH (member)-[:MEMBER_OF|WORKED_AT|ATTENDED|IN_GROUP]->(context)
  WITH DISTINCT member, context
  WITH context, sum(CASE WHEN member IN blocks THEN -1 ELSE 1 END) AS more
  WHERE more <> 0
  RETURN [context.id, more]
}
