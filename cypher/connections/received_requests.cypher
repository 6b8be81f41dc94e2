// name: received_requests
// purpose: The connection requests that came to the viewer, from people whom they may see.
// mode: read
// params:
//   viewer_id: string         who is asking
//   sees_all: boolean         false here: a request is between two members, whatever else they are
//   state: string             only those in this state, or null for all
//   after_at: string          when the last request of the page before was sent, or null for the first page
//   after_id: string          its id, or null
//   limit: integer            how many at most
// returns: the newest first
//   request_id: string        the request
//   state: string             its state, as the viewer may know it
//   message: string           the word that came with it, or null
//   created_at: string        when it was sent
//   decided_at: string        when it was decided, as the viewer may know it, or null
//   id: string                the other person
//   name: string              as it is written
//   name_latin: string        in Latin letters, or null
MATCH (viewer:Alumnus {id: $viewer_id})
MATCH (person:Alumnus)-[:SENT]->(request:ConnectionRequest)-[:TO]->(viewer)
WHERE visible(viewer, person)
WITH person, request, request.state AS state, request.decided_at AS decided_at
WHERE ($state IS NULL OR state = $state)
  AND ($after_at IS NULL OR request.created_at < datetime($after_at)
    OR request.created_at = datetime($after_at) AND request.id > $after_id)
RETURN request.id AS request_id, state, request.message AS message, toString(request.created_at) AS created_at,
  toString(decided_at) AS decided_at, person.id AS id, person.name AS name, person.name_latin AS name_latin
ORDER BY request.created_at DESC, request.id
LIMIT $limit
