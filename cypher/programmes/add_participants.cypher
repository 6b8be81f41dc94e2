// name: add_participants
// purpose: Staff enter people into a programme, each row by itself: whoever said no is left out, and told apart.
// mode: write
// params:
//   programme_id: string   the programme
//   entries: list          maps of line, person (id or the school's key), participant_id, role and values
//   now: datetime          the present moment
// returns: one row for each entry whose person is there, by line
//   line: integer          the line of the entry
//   outcome: string        added, changed; hidden (listed for nobody), not_mentoring (said no to mentoring), left (left the
//                          programme themselves), role (takes part in the other role), or closed
//   part: map              their part, or null
MATCH (programme:MentoringProgramme {id: $programme_id})
SET programme.id = programme.id
WITH programme
UNWIND $entries AS entry
CALL (entry) {
  MATCH (person:Alumnus {id: entry.person})
  RETURN person
  UNION
  MATCH (person:Alumnus {key: entry.person})
  RETURN person
}
WITH programme, entry, person
ORDER BY person.id, entry.line
SET person.order_key = person.order_key
WITH programme, entry, person
CALL (programme, entry, person) {
  OPTIONAL MATCH (there:Participant {key: $programme_id + '|' + person.id})
  WITH programme, entry, person, there,
    CASE
      WHEN programme.state IN ['completed', 'cancelled'] THEN 'closed'
      WHEN there.state = 'withdrawn' AND there.withdrawn_by = 'self' THEN 'left'
      WHEN there.state = 'joined' AND there.role <> entry.role THEN 'role'
      WHEN there IS NULL AND person:Hidden THEN 'hidden'
      WHEN entry.role = 'mentor' AND person.mentor = false THEN 'not_mentoring'
      WHEN there IS NULL THEN 'added'
      ELSE 'changed'
    END AS outcome
  CALL (programme, entry, person, outcome) {
    WITH programme, entry, person, outcome
    WHERE outcome IN ['added', 'changed']
    MERGE (participant:Participant {key: $programme_id + '|' + person.id})
      ON CREATE SET participant.id = entry.participant_id, participant.joined_at = $now, participant.added_by = 'staff'
    SET participant += entry.values, participant.role = entry.role, participant.state = 'joined'
    MERGE (person)-[:TAKES_PART]->(participant)
    MERGE (participant)-[:IN_PROGRAMME]->(programme)
    RETURN collect(participant_told(participant, person)) AS parts
  }
  RETURN outcome, head(parts) AS part
}
RETURN entry.line AS line, outcome, part
ORDER BY line, part.id
