// name: rounds
// purpose: The rounds of a programme, the newest first.
// mode: read
// params:
//   programme_id: string   the programme
//   limit: integer         how many at most
// returns: the newest first
//   round: map             the round as it is told
MATCH (:MentoringProgramme {id: $programme_id})<-[:ROUND_OF]-(round:MatchingRound)
RETURN round_told(round) AS round
ORDER BY round.number DESC
LIMIT $limit
