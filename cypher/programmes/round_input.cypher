// name: round_input
// purpose: What a round was computed from.
// mode: read
// params:
//   round_id: string       the round
// returns: one row, or none when it was not solved
//   programme_id: string   its programme
//   packed: bytes          what it was computed from, packed
MATCH (round:MatchingRound {id: $round_id})
WHERE round.input IS NOT NULL
RETURN round.programme_id AS programme_id, round.input AS packed
ORDER BY round.id
LIMIT 1
