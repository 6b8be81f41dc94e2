// name: asked_introductions
// purpose: The introductions that the viewer asked for, from people and to people whom they see.
// mode: read
// params:
//   viewer_id: string         who is asking
//   sees_all: boolean         false here: an introduction is between members, whatever else they are
//   state: string             only those in this state, or null for all
//   now: datetime             the present moment
//   after_at: string          when the last request of the page before was asked, or null for the first page
//   after_id: string          its id, or null
//   limit: integer            how many at most
// returns: the newest first
//   state: string             its state, as the viewer is told it
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
MATCH (viewer)-[:ASKED]->(request:IntroductionRequest)-[:THROUGH]->(introducer:Alumnus)
MATCH (request)-[:TOWARDS]->(target:Alumnus)
WHERE visible(viewer, introducer) AND visible(viewer, target)
WITH viewer AS asker, introducer, target, request, 'asker' AS role
WITH asker, introducer, target, request, role, told_state(request, role) AS state
WHERE ($state IS NULL OR state = $state)
  AND ($after_at IS NULL OR request.created_at < datetime($after_at)
    OR request.created_at = datetime($after_at) AND request.id > $after_id)
RETURN state, request.id AS request_id, asker {.id, .name, .name_latin} AS asker,
  introducer {.id, .name, .name_latin} AS introducer, target {.id, .name, .name_latin} AS target,
  request.to_introducer AS to_introducer, request.to_target AS to_target,
  toString(request.created_at) AS created_at, toString(request.forwarded_at) AS forwarded_at,
  toString(told_decided(request, role)) AS decided_at, toString(request.expires_at) AS expires_at
ORDER BY request.created_at DESC, request.id
LIMIT $limit
