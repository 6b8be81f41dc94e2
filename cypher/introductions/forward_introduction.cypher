// name: forward_introduction
// purpose: Passes a request on to the target, who has as long to answer as the one in the middle had; not when the target
//   does not see the one in the middle, as they would never see the request.
// mode: write
// params:
//   viewer_id: string         who is asking
//   sees_all: boolean         false here: an introduction is between members, whatever else they are
//   request_id: string        the request
//   now: datetime             the present moment
//   expires_at: datetime      when it expires without an answer of the target
// returns: one row, or none when there is no such request that the viewer may see
//   seen: boolean             the target sees the one in the middle
//   before: string            its state until now, as the viewer was told it
//   state: string             its state from now on, as the viewer is told it
//   request_id: string        the request
//   asker: map                who would like to be introduced, as {id, name, name_latin}
//   introducer: map           who is asked to introduce them
//   target: map               to whom
//   to_introducer: string     a word to the one in the middle, or null
//   to_target: string         a word to the target, or null
//   created_at: string        when it was asked
//   forwarded_at: string      when it was passed on, or null
//   decided_at: string        when it came to its end, as the viewer is told it, or null
//   expires_at: string        when it expires without an answer
MATCH (viewer:Alumnus {id: $viewer_id})
MATCH (asker:Alumnus)-[:ASKED]->(request:IntroductionRequest {id: $request_id})-[:THROUGH]->(viewer)
MATCH (request)-[:TOWARDS]->(target:Alumnus)
WITH asker, viewer AS introducer, target, request, 'introducer' AS role
lock_three(asker, introducer, target)
WITH asker, introducer, target, request, role
WHERE visible(introducer, asker) AND visible(introducer, target)
  AND (introducer:Bridge OR request.forwarded_at IS NOT NULL OR request.declined_by = role)
WITH asker, introducer, target, request, role, told_state(request, role) AS before, visible(target, introducer) AS seen
FOREACH (open IN CASE WHEN before = 'asked' AND request.state = 'open' AND seen THEN [1] ELSE [] END |
  SET request.forwarded_at = $now, request.expires_at = $expires_at)
RETURN seen, before, told_state(request, role) AS state,
  request.id AS request_id, asker {.id, .name, .name_latin} AS asker,
  introducer {.id, .name, .name_latin} AS introducer, target {.id, .name, .name_latin} AS target,
  request.to_introducer AS to_introducer, request.to_target AS to_target,
  toString(request.created_at) AS created_at, toString(request.forwarded_at) AS forwarded_at,
  toString(told_decided(request, role)) AS decided_at, toString(request.expires_at) AS expires_at
