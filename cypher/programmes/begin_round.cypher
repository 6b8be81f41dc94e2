// name: begin_round
// purpose: A new round of a programme that is about to be solved, or the one that is being solved at this moment.
// mode: write
// params:
//   programme_id: string   the programme
//   round_id: string       the id of the new round
//   mode: string           how it is solved, or null for the programme's own way
//   by: string             the account that wants it
//   now: datetime          the present moment
//   alive_after: datetime  a round that nobody has worked on since then is not being solved any more
// returns: one row, or none when there is no such programme
//   outcome: string        begun, running (one is being solved), or closed (the programme is in no state for it)
//   round: map             the round as it is told, or null
MATCH (programme:MentoringProgramme {id: $programme_id})
SET programme.id = programme.id
WITH programme
CALL (programme) {
  MATCH (programme)<-[:ROUND_OF]-(stale:MatchingRound {state: 'solving'})
  WHERE stale.beat_at <= $alive_after
  SET stale.state = 'failed', stale.error = 'The service that solved it stopped. Solve it again.'
}
WITH programme,
  head(COLLECT { MATCH (programme)<-[:ROUND_OF]-(busy:MatchingRound {state: 'solving'}) RETURN busy LIMIT 1 }) AS busy,
  COUNT { (programme)<-[:ROUND_OF]-(:MatchingRound) } AS rounds
WITH programme, busy, rounds,
  CASE
    WHEN NOT programme.state IN ['matching', 'running'] THEN 'closed'
    WHEN busy IS NOT NULL THEN 'running'
    ELSE 'begun'
  END AS outcome
CALL (programme, rounds, outcome) {
  WITH programme, rounds, outcome
  WHERE outcome = 'begun'
  CREATE (round:MatchingRound {
    id: $round_id, programme_id: $programme_id, number: rounds + 1, state: 'solving', progress: 0.0, step: 'begun',
    mode: coalesce($mode, programme.mode), by: $by, created_at: $now, beat_at: $now
  })-[:ROUND_OF]->(programme)
  RETURN collect(round) AS made
}
WITH outcome, coalesce(head(made), busy) AS round
RETURN outcome, round_told(round) AS round
