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
//   few_known: integer    up to so many people whom the viewer knows are read first
//   most: integer          how many people at most
// returns: one row
//   targets: list          [id, known, shared, stay] of each, those whom a bridge knows first, then those who are there now or
//     were latest: `known` are ids of the bridges who know them, `shared` [id, first month, last month, current] of their
//     times in the contexts, `stay` [first month, last month, current] of their best time there, null where no place was
//     asked for
//   met: integer           how many such people there are
MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks, acquaintances_of(viewer) AS acquaintances, destination_of() AS destination
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
WITH viewer, blocks, acquaintances, destination, target
WHERE can_be_met(viewer, target, blocks, acquaintances)
WITH target, destination, COLLECT {
  MATCH (target)-[:KNOWS]-(bridge:Bridge)
  WHERE bridge.id IN $bridges
  RETURN bridge.id AS tie
} AS known, COLLECT {
  MATCH (target)-[held:MEMBER_OF]->(context:Cohort)
  WHERE context.id IN $cohorts
  RETURN [context.id, held.from_month, held.to_month, false] AS time
  UNION ALL
  MATCH (target)-[held:WORKED_AT]->(context:Employer)
  WHERE context.id IN $employers
  RETURN [context.id, held.from_month, held.to_month, coalesce(held.current, false)] AS time
  UNION ALL
  MATCH (target)-[:ATTENDED]->(context:Event)
  WHERE context.id IN $events
  RETURN [context.id, null, null, false] AS time
  UNION ALL
  MATCH (target)-[held:IN_GROUP]->(context:Group)
  WHERE context.id IN $groups
  RETURN [context.id, held.from_month, held.to_month, false] AS time
} AS shared
WHERE size(known) > 0 OR size(shared) > 0
WITH target, known, shared, stay_there(target, destination) AS stay
ORDER BY size(known) > 0 DESC, coalesce(stay[2], false) DESC, coalesce(stay[1], stay[0], 0) DESC, target.order_key, target.id
WITH collect([target.id, known, shared, stay]) AS found
// All in one row, of numbers and ids: up to thousands are ranked, and a few of them shown (targets_shown).
RETURN found[..$most] AS targets, size(found) AS met
LIMIT 1
