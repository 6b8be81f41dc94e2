// name: people_of_contexts
// purpose: Everybody in the cohorts, employers, events and groups of some people who may be on a route that the viewer is
//   shown, with their times there. What is too large to make a tie is left out.
// mode: read
// params:
//   viewer_id: string         who is asking
//   sees_all: boolean         the viewer is staff, who see every record
//   close: list               ids of the viewer's connections who are listed for those only
//   people: list              order keys of those whose contexts are meant
//   size_cap: integer         a context of more people whom every member sees makes no tie
// returns: one row
//   contexts: list            [id, whether it is an employer, times] of each; times are [order key, first month there, last
//     one, whether still at an employer]
MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks, COLLECT {
  UNWIND $close AS close_id
  MATCH (one:Alumnus {id: close_id})
  RETURN one
} AS close
WITH blocks, close, COLLECT {
  UNWIND $people AS person_key
  MATCH (one:Alumnus {order_key: person_key})
  WHERE seen(viewer, one, blocks, close)
  MATCH (one)-[:MEMBER_OF|WORKED_AT|ATTENDED|IN_GROUP]->(context)
  WITH DISTINCT context
  WHERE public_size(context) <= $size_cap
  RETURN context
} AS contexts
UNWIND contexts AS context
WITH context,
  COLLECT {
    MATCH (context)<-[held:MEMBER_OF|WORKED_AT|ATTENDED|IN_GROUP]-(person:Alumnus)
    WHERE on_the_way(person, blocks, close)
    RETURN [person.order_key, held.from_month, held.to_month, held.current]
  } AS people
// All in one row: what a row costs the service to receive is more than what is in it.
RETURN collect([context.id, context:Employer, people]) AS contexts
LIMIT 1
