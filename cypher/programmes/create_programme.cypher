// name: create_programme
// purpose: A new mentoring programme, a draft that only staff see.
// mode: write
// params:
//   programme_id: string   the id of the new programme
//   values: map            its settings
//   salt: string           what decides between equal pairs; nobody is told
//   now: datetime          the present moment
// returns: one row
//   programme: map         the programme as it is told
CREATE (programme:MentoringProgramme {id: $programme_id})
SET programme += $values, programme.state = 'draft', programme.salt = $salt, programme.created_at = $now,
  programme.updated_at = $now
RETURN programme_told(programme) AS programme
