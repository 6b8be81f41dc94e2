// name: match_outcomes
// purpose: What became of the matches of a programme, and who is due to be reminded or asked.
// mode: read
// params:
//   programme_id: string   the programme
//   now: datetime          the present moment
//   remind_before: datetime  invitations older than this that wait for an answer are due for a reminder
//   survey_before: datetime  matches active since before this are due for the survey in the middle
// returns: by state
//   state: string          proposed, invited, accepted, …
//   matches: integer       how many
//   reminders: integer     how many of them are due for a reminder
//   surveys: integer       how many of them are due for the survey in the middle
//   rating: float          the mean rating of their last answers, or null
//   meetings: integer      how many meetings were recorded
MATCH (programme:MentoringProgramme {id: $programme_id})<-[:ROUND_OF]-(:MatchingRound)<-[:IN_ROUND]-(pair:Match)
WITH pair, match_state(pair) AS state, programme.format = 'flash' AS one_talk
RETURN state, count(*) AS matches,
  sum(CASE WHEN state IN ['invited', 'accepted'] AND pair.invited_at < $remind_before THEN 1 ELSE 0 END) AS reminders,
  sum(CASE
    WHEN state = 'active' AND NOT one_talk AND pair.active_at < $survey_before
      AND NOT EXISTS { (:SurveyAnswer {survey: 'mid'})-[:ANSWER_ON]->(pair) } THEN 1
    ELSE 0
  END) AS surveys,
  avg(head(COLLECT {
    MATCH (answer:SurveyAnswer)-[:ANSWER_ON]->(pair)
    RETURN answer.rating AS rating ORDER BY answer.survey, answer.side LIMIT 1
  })) AS rating,
  sum(COUNT { (:MentoringMeeting)-[:MEETING_OF]->(pair) }) AS meetings
ORDER BY state
LIMIT 20
