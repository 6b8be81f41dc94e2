// name: proposals
// purpose: The pairs of a round, for staff, by mentee's name.
// mode: read
// params:
//   round_id: string       the round
//   now: datetime          the present moment
//   after_name: string     the mentee's name of the last of the page before, or null for the first page
//   after_id: string       the id of that match, or null
//   limit: integer         how many at most
// returns: by name
//   pair: map              the match as it is told
MATCH (:MatchingRound {id: $round_id})<-[:IN_ROUND]-(pair:Match)-[:PAIRS_MENTEE]->(mentee:Alumnus)
MATCH (pair)-[:PAIRS_MENTOR]->(mentor:Alumnus)
WHERE $after_name IS NULL OR mentee.name > $after_name OR mentee.name = $after_name AND pair.id > $after_id
RETURN match_told(pair, mentor, mentee) AS pair
ORDER BY mentee.name, pair.id
LIMIT $limit
