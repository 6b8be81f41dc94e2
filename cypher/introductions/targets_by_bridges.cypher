// name: targets_by_bridges
// purpose: The people there whom one of the bridges knows, or shares a context with; found by going on from the bridges. It
//   yields the same as targets_there, and costs as much as the bridges have around them, however many people are there.
// mode: read
// params:
//   viewer_id: string      who is asking
//   bridges: list          ids of the bridges
//   cohorts: list          ids of the cohorts of theirs that make ties
//   employers: list        ids of such employers
//   events: list           ids of such events
//   groups: list           ids of such groups
//   kind: string           employer, industry, place or alumnus: what is asked for
//   there: list            ids of it and everything below it
//   most: integer          how many people at most
// returns: one row
//   targets: list          {id, name, name_latin, known, shared, times} of each, those whom a bridge knows first, then those who
//     are there now or were latest: `known` is {id, since} of the bridges who know them, `shared` {id, from_month, to_month,
//     current} of their times in the contexts, `times` {id, name, title, since, until, from_month, to_month, current} of
//     their times there
//   met: integer           how many such people there are
MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks, destination_of() AS destination
CALL (viewer) {
  UNWIND $bridges AS bridge_id
  MATCH (bridge:Alumnus {id: bridge_id})-[acquainted:KNOWS]-(target:Alumnus)
  RETURN target, {id: bridge_id, since: acquainted.since} AS tie, null AS time
  UNION ALL
  UNWIND $cohorts AS context_id
  MATCH (:Cohort {id: context_id})<-[held:MEMBER_OF]-(target)
  RETURN target, null AS tie,
    {id: context_id, from_month: held.from_month, to_month: held.to_month, current: false} AS time
  UNION ALL
  UNWIND $employers AS context_id
  MATCH (:Employer {id: context_id})<-[held:WORKED_AT]-(target)
  RETURN target, null AS tie,
    {id: context_id, from_month: held.from_month, to_month: held.to_month, current: coalesce(held.current, false)} AS time
  UNION ALL
  UNWIND $events AS context_id
  MATCH (:Event {id: context_id})<-[held:ATTENDED]-(target)
  RETURN target, null AS tie, {id: context_id, from_month: null, to_month: null, current: false} AS time
  UNION ALL
  UNWIND $groups AS context_id
  MATCH (:Group {id: context_id})<-[held:IN_GROUP]-(target)
  RETURN target, null AS tie,
    {id: context_id, from_month: held.from_month, to_month: held.to_month, current: false} AS time
}
WITH viewer, blocks, destination, target, collect(tie) AS known, collect(time) AS shared
// Who is there is asked first: few are, and whether a viewer who knows thousands knows them costs more.
WHERE CASE WHEN is_there(target, destination) THEN can_be_met(viewer, target, blocks) ELSE false END
WITH target, known, shared, times_there(target) AS times
ORDER BY size(known) > 0 DESC, coalesce(times[0].current, false) DESC,
  coalesce(times[0].to_month, times[0].from_month, 0) DESC, target.order_key, target.id
WITH collect({person: target, known: known, shared: shared, times: times}) AS found
// All in one row: what a row costs the service to receive is more than what is in it.
RETURN [one IN found[..$most] | {id: one.person.id, name: one.person.name, name_latin: one.person.name_latin,
    known: one.known, shared: one.shared, times: one.times}] AS targets, size(found) AS met
LIMIT 1
