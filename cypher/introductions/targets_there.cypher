// name: targets_there
// purpose: The people there whom one of the bridges knows, or shares a context with; found by looking at all who are there. It
//   yields the same as targets_by_bridges, and costs less where few people are.
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
WITH viewer, blocks_of(viewer) AS blocks
CALL (viewer) {
  WITH viewer WHERE $kind = 'employer'
  UNWIND $there AS there_id
  MATCH (:Employer {id: there_id})<-[:WORKED_AT]-(target:Alumnus)
  RETURN target
  UNION
  WITH viewer WHERE $kind = 'industry'
  UNWIND $there AS there_id
  MATCH (:Industry {id: there_id})<-[:IN_INDUSTRY]-(:Employer)<-[:WORKED_AT]-(target:Alumnus)
  RETURN target
  UNION
  WITH viewer WHERE $kind = 'place'
  UNWIND $there AS there_id
  MATCH (:Place {id: there_id})<-[:LIVES_IN]-(target:Alumnus)
  RETURN target
  UNION
  WITH viewer WHERE $kind = 'alumnus'
  UNWIND $there AS there_id
  MATCH (target:Alumnus {id: there_id})
  RETURN target
}
WITH viewer, blocks, target
WHERE can_be_met(viewer, target, blocks)
WITH target, COLLECT {
  MATCH (target)-[acquainted:KNOWS]-(bridge:Bridge)
  WHERE bridge.id IN $bridges
  RETURN {id: bridge.id, since: acquainted.since} AS tie
} AS known, COLLECT {
  MATCH (target)-[held:MEMBER_OF]->(context:Cohort)
  WHERE context.id IN $cohorts
  RETURN {id: context.id, from_month: held.from_month, to_month: held.to_month, current: false} AS time
  UNION ALL
  MATCH (target)-[held:WORKED_AT]->(context:Employer)
  WHERE context.id IN $employers
  RETURN {id: context.id, from_month: held.from_month, to_month: held.to_month, current: coalesce(held.current, false)} AS time
  UNION ALL
  MATCH (target)-[:ATTENDED]->(context:Event)
  WHERE context.id IN $events
  RETURN {id: context.id, from_month: null, to_month: null, current: false} AS time
  UNION ALL
  MATCH (target)-[held:IN_GROUP]->(context:Group)
  WHERE context.id IN $groups
  RETURN {id: context.id, from_month: held.from_month, to_month: held.to_month, current: false} AS time
} AS shared
WHERE size(known) > 0 OR size(shared) > 0
WITH target, known, shared, times_there(target) AS times
ORDER BY size(known) > 0 DESC, coalesce(times[0].current, false) DESC,
  coalesce(times[0].to_month, times[0].from_month, 0) DESC, target.order_key, target.id
WITH collect({person: target, known: known, shared: shared, times: times}) AS found
// All in one row: what a row costs the service to receive is more than what is in it.
RETURN [one IN found[..$most] | {id: one.person.id, name: one.person.name, name_latin: one.person.name_latin,
    known: one.known, shared: one.shared, times: one.times}] AS targets, size(found) AS met
LIMIT 1
