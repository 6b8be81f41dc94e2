// name: decline_match
// purpose: One of the two says no to an invitation; a place that it took is free again.
// mode: write
// params:
//   viewer_id: string      who is asking, or null for staff who are not in the graph
//   sees_all: boolean      the viewer is staff
//   as_side: string        for whom staff act: mentor or mentee; null for the two themselves
//   match_id: string       the match
//   now: datetime          the present moment
//   reason: string         why, or null; told to staff
// returns: one row, or none when there is no such match that the viewer may decide on
//   outcome: string        declined, or closed (it was decided otherwise)
//   side: string           who said no
//   pair: map              the match as it is told
OPTIONAL MATCH (viewer:Alumnus {id: $viewer_id})
MATCH (mentor:Alumnus)<-[:PAIRS_MENTOR]-(pair:Match {id: $match_id})-[:PAIRS_MENTEE]->(mentee:Alumnus)
lock_both(mentor, mentee)
WITH pair, mentor, mentee, viewer,
  CASE WHEN $sees_all AND $as_side IS NOT NULL THEN $as_side ELSE CASE viewer WHEN mentor THEN 'mentor' WHEN mentee THEN 'mentee' END END AS side
WITH pair, mentor, mentee, viewer, side, CASE side WHEN 'mentor' THEN mentee ELSE mentor END AS partner
WHERE side IS NOT NULL AND pair.invited_at IS NOT NULL AND pair.state <> 'withdrawn' AND visible(viewer, partner)
WITH pair, mentor, mentee, side, match_state(pair) AS before
FOREACH (no IN CASE WHEN before IN ['invited', 'accepted'] THEN [1] ELSE [] END |
  SET pair.state = 'declined', pair.declined_by = side, pair.end_reason = $reason, pair.ended_at = $now)
RETURN CASE pair.state WHEN 'declined' THEN 'declined' ELSE 'closed' END AS outcome, side, match_told(pair, mentor, mentee) AS pair
