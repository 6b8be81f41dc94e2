// name: readiness
// purpose: Whether a programme is ready to be matched: its places and sign-ups, by topic, and how many said what they look for.
// mode: read
// params:
//   programme_id: string   the programme
//   now: datetime          the present moment
// returns: by role and topic
//   role: string           mentor or mentee
//   topic: string          a mentee's topic, or null
//   people: integer        who joined
//   paused: integer        how many of them pause
//   places: integer        of mentors, the places of those who do not pause
//   free: integer          those of them that nobody has taken
//   profiles: integer      how many have a mentoring profile
MATCH (programme:MentoringProgramme {id: $programme_id})<-[:IN_PROGRAMME]-(participant:Participant {state: 'joined'})
  <-[:TAKES_PART]-(person:Alumnus)
WITH participant, coalesce(participant.paused, false) AS paused,
  coalesce(participant.capacity, programme.default_capacity) AS places,
  COUNT {
    (person)<-[:PAIRS_MENTOR]-(pair:Match {programme_id: $programme_id}) WHERE is_taken(pair)
  } AS taken,
  EXISTS { (person)<-[:OF]-(:MentoringProfile) } AS profiled
RETURN participant.role AS role, CASE participant.role WHEN 'mentee' THEN participant.topic END AS topic, count(*) AS people,
  sum(CASE WHEN paused THEN 1 ELSE 0 END) AS paused, sum(CASE WHEN paused THEN 0 ELSE places END) AS places,
  sum(CASE WHEN paused OR places < taken THEN 0 ELSE places - taken END) AS free,
  sum(CASE WHEN profiled THEN 1 ELSE 0 END) AS profiles
ORDER BY role, topic
LIMIT 1000
