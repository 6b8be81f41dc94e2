// name: ids_in_contexts
// purpose: Everybody in cohorts, at employers, at events and in groups who may be on a route that the viewer is shown.
// mode: read
// params:
//   viewer_id: string         who is asking
//   sees_all: boolean         the viewer is staff, who see every record
//   close: list               ids of the viewer's connections who are listed for those only
//   cohorts: list             ids
//   employers: list           ids
//   events: list              ids
//   groups: list              ids
// returns: one row
//   contexts: list            [id, order keys of its people] of each
MATCH (viewer:Alumnus {id: $viewer_id})
WITH blocks_of(viewer) AS blocks, close_of(viewer) AS close
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
WITH context,
  COLLECT {
    MATCH (context)<-[:MEMBER_OF|WORKED_AT|ATTENDED|IN_GROUP]-(person)
    WHERE on_the_way(person, blocks, close)
    RETURN person.order_key
  } AS people
// All in one row: what a row costs the service to receive is more than what is in it.
RETURN collect([context.id, people]) AS contexts
LIMIT 1
