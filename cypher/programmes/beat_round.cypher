// name: beat_round
// purpose: A round is still being solved, and how far.
// mode: write
// params:
//   round_id: string    the round
//   progress: float     the share that is done
//   step: string        what is being done
//   now: datetime       the present moment
// returns: one row, or none when there is no such round that is being solved
//   round_id: string    the round
MATCH (round:MatchingRound {id: $round_id, state: 'solving'})
SET round.progress = $progress, round.step = $step, round.beat_at = $now
RETURN round.id AS round_id
