// name: bound_pairs
// purpose: Pairs of a programme that a new round leaves as they are: invited, accepted, or working together.
// mode: read
// params:
//   programme_id: string   the programme
//   now: datetime          the present moment
//   limit: integer         how many at most
// returns: by mentor, then mentee
//   mentor_id: string      the mentor
//   mentee_id: string      the mentee
//   score: integer         the score when they were matched
//   active: boolean        they work together
MATCH (:MentoringProgramme {id: $programme_id})<-[:ROUND_OF]-(:MatchingRound)<-[:IN_ROUND]-(pair:Match)
WHERE is_open_match(pair)
MATCH (pair)-[:PAIRS_MENTOR]->(mentor:Alumnus)
MATCH (pair)-[:PAIRS_MENTEE]->(mentee:Alumnus)
RETURN DISTINCT mentor.id AS mentor_id, mentee.id AS mentee_id, pair.score AS score, pair.state = 'active' AS active
ORDER BY mentor_id, mentee_id, score
LIMIT $limit
