// name: times_of_people
// purpose: What people belong to and when, as far as it makes ties: the other half of their material. What is too large for
//   that is left out.
// mode: read
// params:
//   viewer_id: string         who is asking
//   sees_all: boolean         the viewer is staff, who see every record
//   close: list               ids of the viewer's connections who are listed for those only
//   people: list              order keys
//   size_cap: integer         a context of more people whom every member sees makes no tie
// returns: one row
//   contexts: list            [kind, id, people in it whom every member sees, month of an event or a graduation, times] of
//     each cohort, employer, event and group that is small enough; times are [order key, first month there, last one,
//     whether still at an employer] of each of these people whom the viewer may see
MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks, close_of(viewer) AS close
UNWIND $people AS person_key
MATCH (person:Alumnus {order_key: person_key})
WHERE seen(viewer, person, blocks, close)
MATCH (person)-[held:MEMBER_OF|WORKED_AT|ATTENDED|IN_GROUP]->(context)
// One row for each context and not for each time: many of these people belong to the same.
WITH context, collect([person.order_key, held.from_month, held.to_month, held.current]) AS people
WITH context, people, public_size(context) AS size
WHERE size <= $size_cap
// All in one row: what a row costs the service to receive is more than what is in it.
RETURN collect([
  CASE
    WHEN context:Cohort THEN 'cohort'
    WHEN context:Employer THEN 'employer'
    WHEN context:Event THEN 'event'
    ELSE 'group'
  END,
  context.id, size, CASE WHEN context:Cohort THEN context.graduation_year * 12 + 5 ELSE context.month END, people
]) AS contexts
LIMIT 1
