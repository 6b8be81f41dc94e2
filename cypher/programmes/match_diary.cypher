// name: match_diary
// purpose: Goals, meetings and survey answers of a match: staff are not told the notes of meetings, and nobody but staff what
//   the other one answered.
// mode: read
// params:
//   viewer_id: string      who is asking, or null for staff who are not in the graph
//   sees_all: boolean      the viewer is staff
//   match_id: string       the match
// returns: one row, or none when there is no such match that the viewer may know of
//   goals: list            maps {id, text, due, done, created_at}, the oldest first
//   meetings: list         maps {id, on, minutes, kind, note, created_at}, the earliest first
//   answers: list          maps {survey, side, rating, meets, text, answered_at}
OPTIONAL MATCH (viewer:Alumnus {id: $viewer_id})
MATCH (mentor:Alumnus)<-[:PAIRS_MENTOR]-(pair:Match {id: $match_id})-[:PAIRS_MENTEE]->(mentee:Alumnus)
WITH pair, mentor, mentee, viewer, CASE viewer WHEN mentor THEN 'mentor' WHEN mentee THEN 'mentee' END AS side
WITH pair, viewer, side, CASE side WHEN 'mentor' THEN mentee ELSE mentor END AS partner
WHERE $sees_all OR side IS NOT NULL AND pair.invited_at IS NOT NULL AND pair.state <> 'withdrawn' AND visible(viewer, partner)
RETURN COLLECT {
    MATCH (goal:MentoringGoal)-[:GOAL_OF]->(pair)
    RETURN goal {.id, .text, .due, .done, created_at: toString(goal.created_at)} ORDER BY goal.created_at, goal.id
  } AS goals,
  COLLECT {
    MATCH (meeting:MentoringMeeting)-[:MEETING_OF]->(pair)
    RETURN meeting {
      .id, .on, .minutes, .kind, created_at: toString(meeting.created_at),
      note: CASE WHEN side IS NULL THEN null ELSE meeting.note END
    } ORDER BY meeting.on, meeting.id
  } AS meetings,
  COLLECT {
    MATCH (answer:SurveyAnswer)-[:ANSWER_ON]->(pair)
    WHERE $sees_all AND side IS NULL OR answer.side = side
    RETURN answer {.survey, .side, .rating, .meets, .text, answered_at: toString(answer.answered_at)}
    ORDER BY answer.survey, answer.side
  } AS answers
ORDER BY size(goals)
LIMIT 1
