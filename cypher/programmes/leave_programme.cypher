// name: leave_programme
// purpose: Somebody leaves a programme: they are in no further round, and invitations that wait for an answer are withdrawn.
// mode: write
// params:
//   person_id: string        who leaves
//   programme_id: string     which programme
//   by: string               self or staff
//   now: datetime            the present moment
// returns: one row, or none when they take no part in it
//   active: integer          how many matches go on; these have to be ended by themselves
//   part: map                their part as it is now
MATCH (person:Alumnus {id: $person_id})-[:TAKES_PART]->(participant:Participant)
  -[:IN_PROGRAMME]->(:MentoringProgramme {id: $programme_id})
SET person.order_key = person.order_key
SET participant.withdrawn_by = CASE WHEN participant.state = 'joined' THEN $by ELSE participant.withdrawn_by END
SET participant.state = 'withdrawn'
WITH person, participant,
  COLLECT {
    MATCH (person)<-[:PAIRS_MENTOR|PAIRS_MENTEE]-(pair:Match {programme_id: $programme_id})
    WHERE pair.state IN ['invited', 'accepted']
    RETURN pair
  } AS waiting,
  COUNT {
    (person)<-[:PAIRS_MENTOR|PAIRS_MENTEE]-(pair:Match {programme_id: $programme_id})
    WHERE pair.state = 'active'
  } AS active
FOREACH (pair IN waiting | SET pair.state = 'withdrawn', pair.ended_at = $now)
RETURN active, participant_told(participant, person) AS part
