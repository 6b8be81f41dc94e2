// name: answer_survey
// purpose: What one of the two says about a match, in the middle or at the end; the other one is not told.
// mode: write
// params:
//   viewer_id: string      who is asking, or null for staff who are not in the graph
//   sees_all: boolean      the viewer is staff
//   as_side: string        for whom staff act: mentor or mentee; null for the two themselves
//   match_id: string       the match
//   now: datetime          the present moment
//   survey: string         mid or end
//   values: map            rating, meets, text
// returns: one row, or none when there is no such match that the viewer may decide on
//   outcome: string        answered, or closed (the match was never active)
//   answer: map            {survey, side, rating, meets, text, answered_at}, or null
OPTIONAL MATCH (viewer:Alumnus {id: $viewer_id})
MATCH (mentor:Alumnus)<-[:PAIRS_MENTOR]-(pair:Match {id: $match_id})-[:PAIRS_MENTEE]->(mentee:Alumnus)
lock_both(mentor, mentee)
WITH pair, mentor, mentee, viewer,
  CASE WHEN $sees_all AND $as_side IS NOT NULL THEN $as_side ELSE CASE viewer WHEN mentor THEN 'mentor' WHEN mentee THEN 'mentee' END END AS side
WITH pair, mentor, mentee, viewer, side, CASE side WHEN 'mentor' THEN mentee ELSE mentor END AS partner
WHERE side IS NOT NULL AND pair.invited_at IS NOT NULL AND pair.state <> 'withdrawn' AND visible(viewer, partner)
CALL (pair, side) {
  WITH pair, side
  WHERE pair.active_at IS NOT NULL
  MERGE (answer:SurveyAnswer {key: pair.id + '|' + side + '|' + $survey})
  MERGE (answer)-[:ANSWER_ON]->(pair)
  SET answer += $values, answer.survey = $survey, answer.side = side, answer.answered_at = $now
  RETURN collect(answer {.survey, .side, .rating, .meets, .text, answered_at: toString(answer.answered_at)}) AS answers
}
RETURN CASE WHEN pair.active_at IS NULL THEN 'closed' ELSE 'answered' END AS outcome, head(answers) AS answer
