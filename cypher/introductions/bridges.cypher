// name: bridges
// purpose: Who could introduce the viewer to others: those who agreed to be a bridge, show their connections, and know the
//   viewer or share a cohort, employer, event or group with them that is small enough to make a tie. Those who share
//   something come first, then those who were asked less; how strong each tie is, is worked out by the service.
// mode: read
// params:
//   viewer_id: string       who is asking
//   sees_all: boolean       false here: an introduction is between members, whatever else they are
//   size_cap: integer       contexts of more people make no tie
//   asked_after: datetime   requests for introductions count from here on
//   load_step: integer      how many of them make a step
//   most: integer           how many at most
// returns: one row
//   bridges: list           {id, name, name_latin, knows, since, steps, shared} of each: `knows` is whether the viewer knows
//     them, `since` since when, as it was written down, `steps` how many whole steps of requests they were asked lately, as
//     far as the viewer may know, `shared` {id, from_month, to_month, current} of their times in what both share
//   met: integer            how many such people there are
MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks, closed_connections_of(viewer) AS closed
WITH viewer, blocks, closed, COLLECT {
  MATCH (viewer)-[:MEMBER_OF|WORKED_AT|ATTENDED|IN_GROUP]->(context)
  WITH DISTINCT context
  WHERE public_size(context) <= $size_cap
  RETURN context
} AS contexts
CALL (viewer, blocks, closed, contexts) {
  MATCH (viewer)-[known:KNOWS]-(bridge:Bridge)
  // Whom the viewer knows they may see, but for those who hide from all and those with a block between.
  WHERE NOT (bridge:Hidden OR bridge:Discreet OR bridge IN blocks)
  RETURN bridge, true AS known_to, known.since AS known_since, null AS time
  UNION ALL
  UNWIND contexts AS context
  MATCH (context)<-[held:MEMBER_OF|WORKED_AT|ATTENDED|IN_GROUP]-(bridge:Bridge)
  WHERE bridge <> viewer AND NOT bridge:Discreet AND seen(viewer, bridge, blocks, closed)
  RETURN bridge, false AS known_to, null AS known_since,
    {id: context.id, from_month: held.from_month, to_month: held.to_month, current: coalesce(held.current, false)} AS time
}
WITH viewer, blocks, closed, bridge, max(known_to) AS knows, min(known_since) AS since, collect(time) AS shared
WITH bridge, knows, since, shared, asked_lately(bridge, viewer, blocks, closed) / $load_step AS steps
ORDER BY size(shared) > 0 DESC, steps, bridge.order_key, bridge.id
WITH collect({person: bridge, knows: knows, since: since, shared: shared, steps: steps}) AS found
// All in one row: what a row costs the service to receive is more than what is in it.
RETURN [one IN found[..$most] | {id: one.person.id, name: one.person.name, name_latin: one.person.name_latin,
    knows: one.knows, since: one.since, steps: one.steps, shared: one.shared}] AS bridges, size(found) AS met
LIMIT 1
