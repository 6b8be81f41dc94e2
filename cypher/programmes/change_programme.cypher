// name: change_programme
// purpose: Changes settings of a programme that has not come to its end.
// mode: write
// params:
//   programme_id: string   the programme
//   values: map            the settings that change, the others stay
//   now: datetime          the present moment
// returns: one row, or none when there is no such programme
//   before: string         its state
//   programme: map         the programme as it is told
MATCH (programme:MentoringProgramme {id: $programme_id})
SET programme.id = programme.id
WITH programme, programme.state AS before
FOREACH (open IN CASE WHEN before IN ['completed', 'cancelled'] THEN [] ELSE [1] END |
  SET programme += $values, programme.updated_at = $now)
RETURN before, programme_told(programme) AS programme
