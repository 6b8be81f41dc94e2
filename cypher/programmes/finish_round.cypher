// name: finish_round
// purpose: A round is solved: what came out of it, and what it was computed from. Drafts before it are superseded.
// mode: write
// params:
//   round_id: string    the round
//   values: map         placed, total, worst, upper_bound, …
//   packed: bytes       what it was computed from, packed
//   now: datetime       the present moment
// returns: one row, or none when it is not being solved any more
//   round_id: string    the round
MATCH (round:MatchingRound {id: $round_id, state: 'solving'})-[:ROUND_OF]->(programme)
SET programme.id = programme.id
SET round += $values, round.state = 'draft', round.progress = 1.0, round.step = 'solved', round.input = $packed,
  round.solved_at = $now
WITH round, programme
CALL (round, programme) {
  MATCH (programme)<-[:ROUND_OF]-(older:MatchingRound {state: 'draft'})
  WHERE older <> round
  SET older.state = 'superseded'
}
RETURN round.id AS round_id
LIMIT 1
