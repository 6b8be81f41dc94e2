// name: people_in_both
// purpose: Who is in one of some cohorts, employers, events or groups and also in one of others, and may be on a route that
//   the viewer is shown.
// mode: read
// params:
//   viewer_id: string         who is asking
//   sees_all: boolean         the viewer is staff, who see every record
//   close: list               ids of the viewer's connections who are listed for those only
//   cohorts: list             ids
//   employers: list           ids
//   events: list              ids
//   groups: list              ids
//   others: list              ids of the others, of any kind
// returns: one row for each
//   id: string                the person
MATCH (viewer:Alumnus {id: $viewer_id})
WITH blocks_of(viewer) AS blocks, COLLECT {
  UNWIND $close AS close_id
  MATCH (one:Alumnus {id: close_id})
  RETURN one
} AS close
CALL (blocks) {
  UNWIND $cohorts AS context_id
  MATCH (context:Cohort {id: context_id})
  RETURN context
  UNION ALL
  UNWIND $employers AS context_id
  MATCH (context:Employer {id: context_id})
  RETURN context
  UNION ALL
  UNWIND $events AS context_id
  MATCH (context:Event {id: context_id})
  RETURN context
  UNION ALL
  UNWIND $groups AS context_id
  MATCH (context:Group {id: context_id})
  RETURN context
}
MATCH (context)<-[:MEMBER_OF|WORKED_AT|ATTENDED|IN_GROUP]-(person:Alumnus)
WHERE on_the_way(person, blocks, close)
WITH DISTINCT person
WHERE EXISTS {
  MATCH (person)-[:MEMBER_OF|WORKED_AT|ATTENDED|IN_GROUP]->(other)
  WHERE other.id IN $others
}
RETURN person.id AS id
ORDER BY id
LIMIT 100000
