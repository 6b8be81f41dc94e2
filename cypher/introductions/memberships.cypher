// name: memberships
// purpose: The times that some people spent in cohorts, at employers, events and in groups that are small enough to make a tie.
// mode: read
// params:
//   viewer_id: string      who is asking
//   sees_all: boolean      false here: an introduction is between members, whatever else they are
//   ids: list              the people
//   size_cap: integer      contexts of more people make no tie
// returns: one row
//   contexts: list         {kind, id, name, date, month, size, times} of each: `kind` is cohort, employer, event or group, `date`
//     that of an event, as it was written down, `month` that of an event or of a cohort's graduation, `size` how many of its
//     people every member may see, `times` {person, from_month, to_month, current} of these people's times there
MATCH (viewer:Alumnus {id: $viewer_id})
UNWIND $ids AS person_id
MATCH (person:Alumnus {id: person_id})
WHERE visible(viewer, person)
MATCH (person)-[held:MEMBER_OF|WORKED_AT|ATTENDED|IN_GROUP]->(context)
WITH context, collect({
    person: person.id, from_month: held.from_month, to_month: held.to_month, current: coalesce(held.current, false)
  }) AS times
WITH context, times, public_size(context) AS size
WHERE size <= $size_cap
// All in one row: what a row costs the service to receive is more than what is in it.
RETURN collect({
  kind: CASE WHEN context:Cohort THEN 'cohort' WHEN context:Employer THEN 'employer' WHEN context:Event THEN 'event' ELSE 'group' END,
  id: context.id, name: context.name, date: context.date,
  month: CASE WHEN context:Cohort THEN context.graduation_year * 12 + 5 ELSE context.month END, size: size, times: times
}) AS contexts
LIMIT 1
