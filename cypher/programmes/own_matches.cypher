// name: own_matches
// purpose: The viewer's own matches with people whom they may see, the newest first.
// mode: read
// params:
//   viewer_id: string      who is asking, or null for staff who are not in the graph
//   sees_all: boolean      false here: as members see each other
//   now: datetime          the present moment
//   state: string          only those in this state, or null for all
//   after_at: string       when the last match of the page before was invited, or null for the first page
//   after_id: string       its id, or null
//   limit: integer         how many at most
// returns: the newest first
//   pair: map              the match as it is told
MATCH (viewer:Alumnus {id: $viewer_id})<-[:PAIRS_MENTOR|PAIRS_MENTEE]-(pair:Match)
WHERE pair.invited_at IS NOT NULL AND pair.state <> 'withdrawn'
  AND ($after_at IS NULL OR pair.invited_at < datetime($after_at)
    OR pair.invited_at = datetime($after_at) AND pair.id > $after_id)
MATCH (pair)-[:PAIRS_MENTOR]->(mentor:Alumnus)
MATCH (pair)-[:PAIRS_MENTEE]->(mentee:Alumnus)
WITH pair, mentor, mentee, viewer, CASE WHEN mentor = viewer THEN mentee ELSE mentor END AS partner
WHERE visible(viewer, partner) AND ($state IS NULL OR match_state(pair) = $state)
RETURN match_told(pair, mentor, mentee) AS pair
ORDER BY pair.invited_at DESC, pair.id
LIMIT $limit
