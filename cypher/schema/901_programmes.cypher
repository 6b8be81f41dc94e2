// Mentoring programmes: what there may be only one of. A participant's key is programme and person, a match's key round,
// mentor and mentee, and an answer's key match, side and survey, so that two presses of one button make one of each.
CREATE CONSTRAINT mentoring_programme_id IF NOT EXISTS FOR (n:MentoringProgramme) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT participant_id IF NOT EXISTS FOR (n:Participant) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT participant_key IF NOT EXISTS FOR (n:Participant) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT matching_round_id IF NOT EXISTS FOR (n:MatchingRound) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT match_id IF NOT EXISTS FOR (n:Match) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT match_key IF NOT EXISTS FOR (n:Match) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT mentoring_goal_id IF NOT EXISTS FOR (n:MentoringGoal) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT mentoring_meeting_id IF NOT EXISTS FOR (n:MentoringMeeting) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT survey_answer_key IF NOT EXISTS FOR (n:SurveyAnswer) REQUIRE n.key IS UNIQUE;
