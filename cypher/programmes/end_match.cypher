// name: end_match
// purpose: A match that was active is over, as planned or before its time; the mentor's place is free again.
// mode: write
// params:
//   viewer_id: string      who is asking, or null for staff who are not in the graph
//   sees_all: boolean      the viewer is staff
//   as_side: string        for whom staff act: mentor or mentee; null for the two themselves
//   match_id: string       the match
//   now: datetime          the present moment
//   today: string          the present day, as it is written down
//   state: string          completed or ended
//   reason: string         why it ended before its time, or null
//   rematch: boolean       the mentee would like another mentor; it is nobody's fault
// returns: one row, or none when there is no such match that the viewer may decide on
//   outcome: string        completed, ended, or closed (it is not active)
//   side: string           who said so
//   pair: map              the match as it is told
OPTIONAL MATCH (viewer:Alumnus {id: $viewer_id})
MATCH (mentor:Alumnus)<-[:PAIRS_MENTOR]-(pair:Match {id: $match_id})-[:PAIRS_MENTEE]->(mentee:Alumnus)
lock_both(mentor, mentee)
WITH pair, mentor, mentee, viewer,
  CASE WHEN $sees_all AND $as_side IS NOT NULL THEN $as_side ELSE CASE viewer WHEN mentor THEN 'mentor' WHEN mentee THEN 'mentee' END END AS side
WITH pair, mentor, mentee, viewer, side, CASE side WHEN 'mentor' THEN mentee ELSE mentor END AS partner
WHERE side IS NOT NULL AND pair.invited_at IS NOT NULL AND pair.state <> 'withdrawn' AND visible(viewer, partner)
WITH pair, mentor, mentee, side, pair.state AS before
FOREACH (over IN CASE before WHEN 'active' THEN [1] ELSE [] END |
  SET pair.state = $state, pair.ended_by = side, pair.end_reason = $reason, pair.ended_at = $now, pair.rematch_wanted = $rematch
  MERGE (mentor)-[works:MENTORS {match_id: pair.id}]->(mentee)
  SET works.to = $today, works.ended = CASE $state WHEN 'completed' THEN 'completed' ELSE 'early' END, mentor.updated_at = $now)
FOREACH (again IN CASE WHEN before = 'ended' AND $state = 'ended' AND $rematch THEN [1] ELSE [] END |
  SET pair.rematch_wanted = true)
RETURN CASE WHEN pair.state = $state THEN $state ELSE 'closed' END AS outcome, side, match_told(pair, mentor, mentee) AS pair
