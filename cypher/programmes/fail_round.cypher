// name: fail_round
// purpose: A round could not be solved, and why.
// mode: write
// params:
//   round_id: string    the round
//   error: string       why, and what to do
//   now: datetime       the present moment
// returns: no rows
MATCH (round:MatchingRound {id: $round_id, state: 'solving'})
SET round.state = 'failed', round.error = $error, round.beat_at = $now
