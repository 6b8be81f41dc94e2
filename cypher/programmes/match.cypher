// name: match
// purpose: One match, for its two people while they may see each other, and for staff.
// mode: read
// params:
//   viewer_id: string      who is asking, or null for staff who are not in the graph
//   sees_all: boolean      the viewer is staff
//   match_id: string       the match
//   now: datetime          the present moment
// returns: one row, or none when there is no such match that the viewer may know of
//   pair: map              the match as it is told
//   side: string           mentor or mentee, or null when the viewer is neither
OPTIONAL MATCH (viewer:Alumnus {id: $viewer_id})
MATCH (mentor:Alumnus)<-[:PAIRS_MENTOR]-(pair:Match {id: $match_id})-[:PAIRS_MENTEE]->(mentee:Alumnus)
WITH pair, mentor, mentee, viewer, CASE viewer WHEN mentor THEN 'mentor' WHEN mentee THEN 'mentee' END AS side
WITH pair, mentor, mentee, viewer, side, CASE side WHEN 'mentor' THEN mentee ELSE mentor END AS partner
WHERE $sees_all OR side IS NOT NULL AND pair.invited_at IS NOT NULL AND pair.state <> 'withdrawn' AND visible(viewer, partner)
RETURN match_told(pair, mentor, mentee) AS pair, side
ORDER BY pair.id
LIMIT 1
