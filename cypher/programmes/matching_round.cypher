// name: matching_round
// purpose: One round.
// mode: read
// params:
//   round_id: string   the round
// returns: one row, or none
//   round: map         the round as it is told
MATCH (round:MatchingRound {id: $round_id})
RETURN round_told(round) AS round
ORDER BY round.id
LIMIT 1
