// name: create_request
// purpose: Asks somebody to be connected, unless something speaks against it. The one who asked before, and was declined or
//   withdrew, waits a while before asking again.
// mode: write
// params:
//   viewer_id: string         who is asking
//   sees_all: boolean         false here: a request is between two members, whatever else they are
//   to_id: string             whom they ask
//   request_id: string        the id of the new request
//   message: string           a word to them, or null
//   now: datetime             the present moment
//   asked_after: datetime     a request that was closed after this moment still counts
// returns: one row, or none when there is nobody of that id whom the viewer may see
//   outcome: string           sent; connected, waiting (they have asked the viewer), asked (the viewer has asked them), or
//                             unseen (they cannot see the viewer)
//   waiting_id: string        the request of theirs that waits for an answer, or null
//   id: string                the other person
//   name: string              as it is written
//   name_latin: string        in Latin letters, or null
MATCH (viewer:Alumnus {id: $viewer_id})
MATCH (person:Alumnus {id: $to_id})
lock_both(viewer, person)
WITH viewer, person
WHERE visible(viewer, person)
OPTIONAL MATCH (person)-[:SENT]->(theirs:ConnectionRequest {state: 'pending'})-[:TO]->(viewer)
WITH viewer, person, min(theirs.id) AS waiting_id
WITH viewer, person, waiting_id,
  CASE
    WHEN EXISTS { (viewer)-[:KNOWS]-(person) } THEN 'connected'
    WHEN waiting_id IS NOT NULL THEN 'waiting'
    WHEN EXISTS {
      (viewer)-[:SENT]->(mine:ConnectionRequest)-[:TO]->(person)
      WHERE mine.state = 'pending'
        OR mine.state <> 'accepted' AND coalesce(mine.withdrawn_at, mine.decided_at) > $asked_after
    } THEN 'asked'
    WHEN visible(person, viewer) THEN 'sent'
    ELSE 'unseen'
  END AS outcome
FOREACH (new IN CASE WHEN outcome = 'sent' THEN [1] ELSE [] END |
  CREATE (viewer)-[:SENT]->(:ConnectionRequest {id: $request_id, state: 'pending', message: $message, created_at: $now})
    -[:TO]->(person))
WITH viewer, person, waiting_id, outcome
// One that was declined has looked open to the one who asked; now there is a newer one.
CALL (viewer, person, outcome) {
  MATCH (viewer)-[:SENT]->(old:ConnectionRequest {state: 'declined'})-[:TO]->(person)
  WHERE outcome = 'sent' AND old.withdrawn_at IS NULL
  SET old.withdrawn_at = $now
}
RETURN outcome, waiting_id, person.id AS id, person.name AS name, person.name_latin AS name_latin
