// name: say_for_mentoring
// purpose: What somebody says for mentoring from now on, in place of what they said before.
// mode: write
// params:
//   viewer_id: string   who says it
//   answers: map        properties of the mentoring profile; what is left out is not said any more
//   today: string       the day, ISO
//   now: datetime       the moment
// returns: at most one row
//   id: string          who said it
MATCH (viewer:Alumnus {id: $viewer_id})
SET viewer.updated_at = $now
MERGE (profile:MentoringProfile {alumnus_id: viewer.id})
MERGE (profile)-[:OF]->(viewer)
SET profile = $answers, profile.alumnus_id = viewer.id, profile.source = 'self', profile.as_of = $today, profile.updated_at = $now
RETURN viewer.id AS id
