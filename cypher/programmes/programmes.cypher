// name: programmes
// purpose: The programmes that the viewer may know of, the newest first.
// mode: read
// params:
//   viewer_id: string      who is asking, or null for staff who are not in the graph
//   sees_all: boolean      the viewer is staff
//   state: string          only those in this state, or null for all
//   after_at: string       when the last programme of the page before was made, or null for the first page
//   after_id: string       its id, or null
//   limit: integer         how many at most
// returns: the newest first
//   programme: map         the programme as it is told
//   part: map              the viewer's own part in it, or null
MATCH (programme:MentoringProgramme)
WHERE ($state IS NULL OR programme.state = $state)
  AND ($after_at IS NULL OR programme.created_at < datetime($after_at)
    OR programme.created_at = datetime($after_at) AND programme.id > $after_id)
OPTIONAL MATCH (viewer:Alumnus {id: $viewer_id})-[:TAKES_PART]->(participant:Participant)-[:IN_PROGRAMME]->(programme)
WITH programme, viewer, participant
WHERE $sees_all OR programme.state = 'open' OR participant IS NOT NULL
RETURN programme_told(programme) AS programme,
  CASE WHEN participant IS NULL THEN null ELSE participant_told(participant, viewer) END AS part
ORDER BY programme.created_at DESC, programme.id
LIMIT $limit
