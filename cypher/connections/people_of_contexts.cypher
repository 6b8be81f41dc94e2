// name: people_of_contexts
// purpose: The cohorts, employers, events and groups of some people, when these are there, and everybody there who may be on
//   a route that the viewer is shown. What is too large to make a tie is left out.
// mode: read
// params:
//   viewer_id: string         who is asking
//   sees_all: boolean         the viewer is staff, who see every record
//   people: list              order keys of those whose contexts are meant
//   size_cap: integer         a context of more people whom every member sees makes no tie
// returns: one row
//   contexts: list            [kind, id, people in it whom every member sees, month of an event or a graduation, times of
//     those who were asked for, times of the others] of each; times are [order key, first month there, last one, whether
//     still at an employer]
MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks, closed_connections_of(viewer) AS close
CALL (viewer, blocks, close) {
  UNWIND $people AS person_key
  MATCH (one:Alumnus {order_key: person_key})
  WHERE seen(viewer, one, blocks, close)
  MATCH (one)-[held:MEMBER_OF|WORKED_AT|ATTENDED|IN_GROUP]->(context)
  WITH context, collect([one.order_key, held.from_month, held.to_month, held.current]) AS own
  WITH context, own, public_size(context) AS size
  WHERE size <= $size_cap
  RETURN context, own, size
}
WITH context, own, size,
  COLLECT {
    MATCH (context)<-[held:MEMBER_OF|WORKED_AT|ATTENDED|IN_GROUP]-(person:Alumnus)
    WHERE on_the_way(person, blocks, close)
    RETURN [person.order_key, held.from_month, held.to_month, held.current]
  } AS people
// All in one row: what a row costs the service to receive is more than what is in it.
RETURN collect([
  CASE
    WHEN context:Cohort THEN 'cohort'
    WHEN context:Employer THEN 'employer'
    WHEN context:Event THEN 'event'
    ELSE 'group'
  END,
  context.id, size, CASE WHEN context:Cohort THEN context.graduation_year * 12 + 5 ELSE context.month END, own, people
]) AS contexts
LIMIT 1
