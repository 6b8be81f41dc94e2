// name: set_goal
// purpose: A goal that the two of an active match set themselves, or a change of one.
// mode: write
// params:
//   viewer_id: string      who is asking, or null for staff who are not in the graph
//   sees_all: boolean      the viewer is staff
//   as_side: string        for whom staff act: mentor or mentee; null for the two themselves
//   match_id: string       the match
//   now: datetime          the present moment
//   goal_id: string        the id of the goal
//   is_new: boolean        whether it is a new one
//   values: map            text, due, done
// returns: one row, or none when there is no such match, or no such goal of it, that the viewer may decide on
//   outcome: string        set, or closed (the match is not active)
//   goal: map              {id, text, due, done, created_at}, or null
OPTIONAL MATCH (viewer:Alumnus {id: $viewer_id})
MATCH (mentor:Alumnus)<-[:PAIRS_MENTOR]-(pair:Match {id: $match_id})-[:PAIRS_MENTEE]->(mentee:Alumnus)
lock_both(mentor, mentee)
WITH pair, mentor, mentee, viewer,
  CASE WHEN $sees_all AND $as_side IS NOT NULL THEN $as_side ELSE CASE viewer WHEN mentor THEN 'mentor' WHEN mentee THEN 'mentee' END END AS side
WITH pair, mentor, mentee, viewer, side, CASE side WHEN 'mentor' THEN mentee ELSE mentor END AS partner
WHERE side IS NOT NULL AND pair.invited_at IS NOT NULL AND pair.state <> 'withdrawn' AND visible(viewer, partner)
WITH pair, head(COLLECT { MATCH (there:MentoringGoal {id: $goal_id})-[:GOAL_OF]->(pair) RETURN there }) AS there
WHERE $is_new OR there IS NOT NULL
CALL (pair) {
  WITH pair
  WHERE pair.state = 'active'
  MERGE (goal:MentoringGoal {id: $goal_id})
    ON CREATE SET goal.created_at = $now
  MERGE (goal)-[:GOAL_OF]->(pair)
  SET goal += $values
  RETURN collect(goal {.id, .text, .due, .done, created_at: toString(goal.created_at)}) AS goals
}
RETURN CASE pair.state WHEN 'active' THEN 'set' ELSE 'closed' END AS outcome, head(goals) AS goal
