// name: decline_request
// purpose: Says no to a request that waits for the viewer. The one who asked is not told.
// mode: write
// params:
//   viewer_id: string         who is asking
//   sees_all: boolean         false here: a request is between two members, whatever else they are
//   request_id: string        the request
//   now: datetime             the present moment
// returns: one row, or none when there is no such request that the viewer may see
//   before: string            its state until now
//   state: string             its state from now on
//   message: string           the word that came with it, or null
//   created_at: string        when it was sent
//   decided_at: string        when it was decided, or null
//   id: string                the other person
//   name: string              as it is written
//   name_latin: string        in Latin letters, or null
MATCH (viewer:Alumnus {id: $viewer_id})
MATCH (person:Alumnus)-[:SENT]->(request:ConnectionRequest {id: $request_id})-[:TO]->(viewer)
lock_both(viewer, person)
WITH viewer, person, request
WHERE visible(viewer, person)
WITH person, request, request.state AS before
FOREACH (open IN CASE WHEN before = 'pending' THEN [1] ELSE [] END |
  SET request.state = 'declined', request.decided_at = $now)
RETURN before, request.state AS state, request.message AS message, toString(request.created_at) AS created_at,
  toString(request.decided_at) AS decided_at, person.id AS id, person.name AS name, person.name_latin AS name_latin
