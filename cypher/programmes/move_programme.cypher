// name: move_programme
// purpose: Brings a programme from one of some states into another; when it is there already, nothing happens.
// mode: write
// params:
//   programme_id: string   the programme
//   from_states: list      the states from which this step leads on
//   to_state: string       the state it leads to
//   now: datetime          the present moment
// returns: one row, or none when there is no such programme
//   before: string         its state until now
//   programme: map         the programme as it is told
MATCH (programme:MentoringProgramme {id: $programme_id})
SET programme.id = programme.id
WITH programme, programme.state AS before
FOREACH (step IN CASE WHEN before IN $from_states THEN [1] ELSE [] END |
  SET programme.state = $to_state, programme.updated_at = $now)
RETURN before, programme_told(programme) AS programme
