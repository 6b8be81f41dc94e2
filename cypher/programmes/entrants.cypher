// name: entrants
// purpose: Who would be matched in a programme now: those who joined, mentors who do not pause.
// mode: read
// params:
//   programme_id: string   the programme
//   limit: integer         how many at most
// returns: by id
//   id: string             the person
//   role: string           mentor or mentee
//   capacity: integer      how many places a mentor has, the taken ones included
//   minimum: integer       how many a mentor would have at least
//   topic: string          what a mentee looks for, or null
//   topic_places: list     a mentor's places by topic, as "topic:places"
//   shortlist: list        ids in the order of preference
MATCH (programme:MentoringProgramme {id: $programme_id})<-[:IN_PROGRAMME]-(participant:Participant {state: 'joined'})
  <-[:TAKES_PART]-(person:Alumnus)
WHERE NOT coalesce(participant.paused, false)
  AND NOT EXISTS { (person)<-[:OF]-(profile:MentoringProfile) WHERE participant.role = 'mentor' AND profile.paused }
RETURN person.id AS id, participant.role AS role, coalesce(participant.capacity, programme.default_capacity) AS capacity,
  coalesce(participant.minimum, 0) AS minimum, participant.topic AS topic,
  coalesce(participant.topic_places, []) AS topic_places, coalesce(participant.shortlist, []) AS shortlist
ORDER BY id
LIMIT $limit
