// name: create_introduction
// purpose: Asks somebody for an introduction to somebody else, unless something speaks against it. Requests of the viewer that
//   concern people whom they do not see any more do not count.
// mode: write
// params:
//   viewer_id: string         who is asking
//   sees_all: boolean         false here: an introduction is between members, whatever else they are
//   introducer_id: string     whom they ask
//   target_id: string         to whom they would like to be introduced
//   near_tied: boolean        the viewer and the introducer share something that makes a tie
//   far_tied: boolean         the introducer and the target do
//   request_id: string        the id of the new request
//   to_introducer: string     a word to the introducer, or null
//   to_target: string         a word to the target, or null
//   now: datetime             the present moment
//   expires_at: datetime      when it expires without an answer
//   asked_after: datetime     a request that came to an end after this moment still counts
//   most_open: integer        how many open requests somebody may have
// returns: one row, or none when the viewer does not see both
//   outcome: string           sent; connected, no_way (they are no bridge to the target), asked (the same before), too_many
//                             (open requests), or unseen (one of them cannot see the viewer)
//   asker: map                the viewer as {id, name, name_latin}
//   introducer: map           the one in the middle
//   target: map               the other one
MATCH (viewer:Alumnus {id: $viewer_id})
MATCH (introducer:Alumnus {id: $introducer_id})
MATCH (target:Alumnus {id: $target_id})
lock_three(viewer, introducer, target)
WITH viewer, introducer, target
WHERE visible(viewer, introducer) AND visible(viewer, target)
WITH viewer, introducer, target, 'asker' AS role
CALL (viewer, introducer, target, role) {
  MATCH (viewer)-[:ASKED]->(request:IntroductionRequest)-[:THROUGH]->(through:Alumnus)
  MATCH (request)-[:TOWARDS]->(towards:Alumnus)
  WHERE visible(viewer, through) AND visible(viewer, towards)
  WITH introducer, target, through, towards, told_state(request, role) AS state, told_decided(request, role) AS decided
  RETURN sum(CASE WHEN state IN ['asked', 'forwarded'] THEN 1 ELSE 0 END) AS open,
    sum(CASE
      WHEN through <> introducer OR towards <> target OR state = 'accepted' THEN 0
      WHEN decided IS NULL OR decided > $asked_after THEN 1
      ELSE 0
    END) AS same
}
WITH viewer, introducer, target,
  CASE
    WHEN EXISTS { (viewer)-[:KNOWS]-(target) } THEN 'connected'
    WHEN NOT introducer:Bridge OR introducer:Discreet OR target:Discreet THEN 'no_way'
    WHEN NOT ($near_tied OR EXISTS { (viewer)-[:KNOWS]-(introducer) }) THEN 'no_way'
    WHEN NOT ($far_tied OR EXISTS { (introducer)-[:KNOWS]-(target) }) THEN 'no_way'
    WHEN viewer:Hidden OR viewer:ConnectionsOnly THEN 'unseen'
    WHEN same > 0 THEN 'asked'
    WHEN open >= $most_open THEN 'too_many'
    ELSE 'sent'
  END AS outcome
FOREACH (new IN CASE WHEN outcome = 'sent' THEN [1] ELSE [] END |
  CREATE (viewer)-[:ASKED]->(made:IntroductionRequest {
    id: $request_id, state: 'open', to_introducer: $to_introducer, to_target: $to_target, created_at: $now,
    expires_at: $expires_at
  })
  CREATE (made)-[:THROUGH]->(introducer)
  CREATE (made)-[:TOWARDS]->(target))
RETURN outcome, viewer {.id, .name, .name_latin} AS asker, introducer {.id, .name, .name_latin} AS introducer,
  target {.id, .name, .name_latin} AS target
