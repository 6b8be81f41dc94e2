// name: take_part
// purpose: Somebody joins an open programme, or changes what they said when they joined; a mentor changes their places and
//   pauses at any time.
// mode: write
// params:
//   person_id: string        who takes part
//   programme_id: string     in which programme
//   participant_id: string   the id of their part, when it is new
//   role: string             mentor or mentee
//   values: map              capacity, minimum, topic, topic_places, shortlist, paused
//   now: datetime            the present moment
// returns: one row, or none when there is no such programme or person
//   outcome: string          joined; closed (sign-up is over), or role (they take part in the other role)
//   part: map                their part, or null
MATCH (programme:MentoringProgramme {id: $programme_id})
MATCH (person:Alumnus {id: $person_id})
SET person.order_key = person.order_key
WITH programme, person
OPTIONAL MATCH (there:Participant {key: $programme_id + '|' + $person_id})
WITH programme, person, there,
  CASE
    WHEN there IS NULL AND programme.state <> 'open' THEN 'closed'
    WHEN there.state = 'withdrawn' AND programme.state <> 'open' THEN 'closed'
    WHEN programme.state IN ['draft', 'completed', 'cancelled'] THEN 'closed'
    WHEN there.state = 'joined' AND there.role <> $role AND programme.state <> 'open' THEN 'role'
    WHEN there.role <> $role AND EXISTS {
      (person)<-[:PAIRS_MENTOR|PAIRS_MENTEE]-(pair:Match {programme_id: $programme_id})
      WHERE is_open_match(pair)
    } THEN 'role'
    ELSE 'joined'
  END AS outcome
CALL (programme, person, outcome) {
  WITH programme, person, outcome
  WHERE outcome = 'joined'
  MERGE (participant:Participant {key: $programme_id + '|' + $person_id})
    ON CREATE SET participant.id = $participant_id, participant.joined_at = $now
  SET participant += $values, participant.role = $role, participant.state = 'joined', participant.added_by = 'self'
  MERGE (person)-[:TAKES_PART]->(participant)
  MERGE (participant)-[:IN_PROGRAMME]->(programme)
  RETURN collect(participant_told(participant, person)) AS parts
}
RETURN outcome, head(parts) AS part
