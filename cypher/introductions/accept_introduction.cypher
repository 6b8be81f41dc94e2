// name: accept_introduction
// purpose: Says yes to a request that was passed on to the viewer: from now on the target and the one who asked know each other.
// mode: write
// params:
//   viewer_id: string         who is asking
//   sees_all: boolean         false here: an introduction is between members, whatever else they are
//   request_id: string        the request
//   now: datetime             the present moment
//   today: string             the present day, as it is written down
//   month: integer            the present month
// returns: one row, or none when there is no such request that the viewer may see
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
MATCH (asker:Alumnus)-[:ASKED]->(request:IntroductionRequest {id: $request_id})-[:THROUGH]->(introducer:Alumnus)
MATCH (request)-[:TOWARDS]->(viewer)
WITH asker, introducer, viewer AS target, request, 'target' AS role
lock_three(asker, introducer, target)
WITH asker, introducer, target, request, role
WHERE visible(target, asker) AND visible(target, introducer) AND request.forwarded_at IS NOT NULL
WITH asker, introducer, target, request, role, told_state(request, role) AS before
FOREACH (open IN CASE WHEN before = 'forwarded' AND request.state = 'open' THEN [1] ELSE [] END |
  SET request.state = 'accepted', request.decided_at = $now
  MERGE (asker)-[known:KNOWS]-(target)
    ON CREATE SET known.since = $today, known.since_month = $month, known.source = 'agreed by both after an introduction',
      known.as_of = $today)
RETURN before, told_state(request, role) AS state,
  request.id AS request_id, asker {.id, .name, .name_latin} AS asker,
  introducer {.id, .name, .name_latin} AS introducer, target {.id, .name, .name_latin} AS target,
  null AS to_introducer, request.to_target AS to_target,
  toString(request.created_at) AS created_at, toString(request.forwarded_at) AS forwarded_at,
  toString(told_decided(request, role)) AS decided_at, toString(request.expires_at) AS expires_at
