// name: targets_shown
// purpose: What is shown of people there, of those whom one of the bridges knows or shares a context with: their name, their
//   times there, since when the bridges know them.
// mode: read
// params:
//   viewer_id: string      who is asking
//   bridges: list          ids of the bridges over whom they are shown
//   targets: list          ids of the people
//   kind: string           employer, industry, place or alumnus: what is asked for
//   there: list            ids of it and everything below it
// returns: one row for each of them who may still be shown
//   id: string
//   name: string
//   name_latin: string?
//   known: list            {id, since} of the bridges who know them
//   times: list            {id, name, title, since, until, from_month, to_month, current} of their times there, the present ones
//     first, then the latest
MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks
UNWIND $targets AS target_id
MATCH (target:Alumnus {id: target_id})
WHERE can_be_met(viewer, target, blocks, null)
RETURN target.id AS id, target.name AS name, target.name_latin AS name_latin, COLLECT {
  MATCH (target)-[acquainted:KNOWS]-(bridge:Bridge)
  WHERE bridge.id IN $bridges
  RETURN {id: bridge.id, since: acquainted.since} AS tie
} AS known, times_there(target) AS times
ORDER BY target.order_key, target.id
LIMIT 1000
