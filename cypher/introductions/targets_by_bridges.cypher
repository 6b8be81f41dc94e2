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
//   listed: boolean        everybody who is or was there is read first, and only these are gone on with: it pays for an
//     employer, an industry or a place of up to some ten thousand people
//   few_known: integer     up to so many people whom the viewer knows are read first
//   most: integer          how many people at most
// returns: one row
//   targets: list          [id, known, shared, stay] of each, those whom a bridge knows first, then those who are there now or
//     were latest: `known` are ids of the bridges who know them, `shared` [id, first month, last month, current] of their
//     times in the contexts, `stay` [first month, last month, current] of their best time there, null where no place was
//     asked for
//   met: integer           how many such people there are
MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks, acquaintances_of(viewer) AS acquaintances, destination_of() AS destination
WITH viewer, blocks, acquaintances, destination, CASE WHEN $listed THEN COLLECT {
  UNWIND destination AS place
  MATCH (place)<-[:WORKED_AT|LIVES_IN]-(person)
  RETURN person
} END AS people_there
CALL (people_there) {
  CALL (people_there) {
    UNWIND $bridges AS bridge_id
    MATCH (bridge:Alumnus {id: bridge_id})-[:KNOWS]-(target:Alumnus)
    WHERE possibly_there(target, people_there)
    RETURN target, bridge_id AS tie, null AS time
    UNION ALL
    UNWIND $cohorts AS context_id
    MATCH (:Cohort {id: context_id})<-[held:MEMBER_OF]-(target)
    WHERE possibly_there(target, people_there)
    RETURN target, null AS tie, [context_id, held] AS time
    UNION ALL
    UNWIND $employers AS context_id
    MATCH (:Employer {id: context_id})<-[held:WORKED_AT]-(target)
    WHERE possibly_there(target, people_there)
    RETURN target, null AS tie, [context_id, held] AS time
    UNION ALL
    UNWIND $events AS context_id
    MATCH (:Event {id: context_id})<-[held:ATTENDED]-(target)
    WHERE possibly_there(target, people_there)
    RETURN target, null AS tie, [context_id, held] AS time
    UNION ALL
    UNWIND $groups AS context_id
    MATCH (:Group {id: context_id})<-[held:IN_GROUP]-(target)
    WHERE possibly_there(target, people_there)
    RETURN target, null AS tie, [context_id, held] AS time
  }
  // Grouped in here by the person alone: beside the lists above, each row would be looked up by all of them.
  RETURN target, collect(tie) AS known, collect(time) AS times
}
WITH viewer, blocks, acquaintances, destination, people_there, target, known, times
WHERE CASE
  WHEN people_there IS NOT NULL OR is_there(target, destination) THEN can_be_met(viewer, target, blocks, acquaintances)
  ELSE false
END
WITH target, destination, known, [one IN times | [one[0], one[1].from_month, one[1].to_month,
  coalesce(one[1].current, false)]] AS shared
WITH target, known, shared, stay_there(target, destination) AS stay
ORDER BY size(known) > 0 DESC, coalesce(stay[2], false) DESC, coalesce(stay[1], stay[0], 0) DESC, target.order_key, target.id
WITH collect([target.id, known, shared, stay]) AS found
// All in one row, of numbers and ids: up to thousands are ranked, and a few of them shown (targets_shown).
RETURN found[..$most] AS targets, size(found) AS met
LIMIT 1
