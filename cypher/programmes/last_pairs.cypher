// name: last_pairs
// purpose: The pairs of a programme's last round that was solved: a new one changes as few of them as it can.
// mode: read
// params:
//   programme_id: string   the programme
//   limit: integer         how many at most
// returns: by mentor, then mentee
//   mentor_id: string      the mentor
//   mentee_id: string      the mentee
MATCH (programme:MentoringProgramme {id: $programme_id})
WITH head(COLLECT {
  MATCH (programme)<-[:ROUND_OF]-(round:MatchingRound)
  WHERE round.state IN ['draft', 'superseded', 'published']
  RETURN round
  ORDER BY round.number DESC
  LIMIT 1
}) AS last
MATCH (last)<-[:IN_ROUND]-(pair:Match)-[:PAIRS_MENTOR]->(mentor:Alumnus)
MATCH (pair)-[:PAIRS_MENTEE]->(mentee:Alumnus)
RETURN mentor.id AS mentor_id, mentee.id AS mentee_id
ORDER BY mentor_id, mentee_id
LIMIT $limit
