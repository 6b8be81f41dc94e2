// name: propose_matches
// purpose: The pairs of a round that was solved, as proposals.
// mode: write
// params:
//   round_id: string     the round
//   programme_id: string its programme
//   pairs: list          maps of id, mentor_id, mentee_id, score and locked
// returns: one row
//   proposed: integer    how many
MATCH (round:MatchingRound {id: $round_id})
UNWIND $pairs AS pair
MATCH (mentor:Alumnus {id: pair.mentor_id})
MATCH (mentee:Alumnus {id: pair.mentee_id})
MERGE (made:Match {key: $round_id + '|' + pair.mentor_id + '|' + pair.mentee_id})
  ON CREATE SET made.id = pair.id, made.programme_id = $programme_id, made.round_id = $round_id, made.state = 'proposed',
    made.score = pair.score, made.locked = pair.locked
MERGE (made)-[:IN_ROUND]->(round)
MERGE (made)-[:PAIRS_MENTOR]->(mentor)
MERGE (made)-[:PAIRS_MENTEE]->(mentee)
RETURN count(made) AS proposed
