// name: programme
// purpose: One programme, for staff, for those who take part, and for everybody while it is open.
// mode: read
// params:
//   viewer_id: string      who is asking, or null for staff who are not in the graph
//   sees_all: boolean      the viewer is staff
//   programme_id: string   the programme
// returns: one row, or none when there is no such programme that the viewer may know of
//   programme: map         the programme as it is told
//   salt: string           what decides between equal pairs; never told
//   part: map              the viewer's own part in it, or null
MATCH (programme:MentoringProgramme {id: $programme_id})
OPTIONAL MATCH (viewer:Alumnus {id: $viewer_id})-[:TAKES_PART]->(participant:Participant)-[:IN_PROGRAMME]->(programme)
WITH programme, viewer, participant
WHERE $sees_all OR programme.state = 'open' OR participant IS NOT NULL
RETURN programme_told(programme) AS programme, programme.salt AS salt,
  CASE WHEN participant IS NULL THEN null ELSE participant_told(participant, viewer) END AS part
ORDER BY programme.id
LIMIT 1
