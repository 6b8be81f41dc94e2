// name: participants
// purpose: Who takes part in a programme, for staff, by name.
// mode: read
// params:
//   programme_id: string   the programme
//   role: string           only mentors or only mentees, or null for both
//   state: string          only those in this state, or null for all
//   after_name: string     the name of the last of the page before, or null for the first page
//   after_id: string       the id of that part, or null
//   limit: integer         how many at most
// returns: by name
//   part: map              their part
//   key: string            the school's key of the person, or null
//   taken: integer         how many of a mentor's places are taken, or a mentee's matches
MATCH (:MentoringProgramme {id: $programme_id})<-[:IN_PROGRAMME]-(participant:Participant)<-[:TAKES_PART]-(person:Alumnus)
WHERE ($role IS NULL OR participant.role = $role) AND ($state IS NULL OR participant.state = $state)
  AND ($after_name IS NULL OR person.name > $after_name OR person.name = $after_name AND participant.id > $after_id)
WITH participant, person
ORDER BY person.name, participant.id
LIMIT $limit
RETURN participant_told(participant, person) AS part, person.key AS key,
  COUNT {
    (person)<-[:PAIRS_MENTOR|PAIRS_MENTEE]-(pair:Match {programme_id: $programme_id}) WHERE pair.state IN ['accepted', 'active']
  } AS taken
ORDER BY person.name, part.id
LIMIT $limit
