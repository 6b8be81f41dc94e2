// name: memberships
// purpose: The times that some people spent in cohorts, at employers, events and in groups that are small enough to make a tie.
// mode: read
// params:
//   viewer_id: string      who is asking
//   sees_all: boolean      false here: an introduction is between members, whatever else they are
//   ids: list              the people
//   size_cap: integer      contexts of more people make no tie
// returns: one row for each context
//   kind: string           cohort, employer, event or group
//   id: string             of the context
//   name: string           of the context
//   date: string           of an event, as it was written down, or null
//   month: integer         of an event, of a cohort's graduation, or null
//   size: integer          how many of its people every member may see
//   times: list            {person, from_month, to_month, current} of these people's times there
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
RETURN CASE WHEN context:Cohort THEN 'cohort' WHEN context:Employer THEN 'employer' WHEN context:Event THEN 'event' ELSE 'group'
  END AS kind, context.id AS id, context.name AS name, context.date AS date,
  CASE WHEN context:Cohort THEN context.graduation_year * 12 + 5 ELSE context.month END AS month, size, times
ORDER BY kind, id
LIMIT 20000
