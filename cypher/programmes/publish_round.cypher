// name: publish_round
// purpose: Invites the pairs of a draft, those that are still possible: both take part, the mentor has a free place and does not
//   pause, each may see the other. The others are withdrawn.
// mode: write
// params:
//   round_id: string       the round
//   sees_all: boolean      false here: the two have to see each other as members do
//   now: datetime          the present moment
//   expires_at: datetime   until when they can answer
// returns: one row, or none when there is no such round
//   before: string         the state of the round until now
//   newest: boolean        whether no newer round of the programme was begun
//   running: boolean       whether the programme is in a state for it
//   invited: integer       how many pairs were invited
//   withdrawn: integer     how many were not possible any more
//   round: map             the round as it is told
MATCH (round:MatchingRound {id: $round_id})-[:ROUND_OF]->(programme:MentoringProgramme)
SET programme.id = programme.id
WITH round, programme, round.state AS before,
  NOT EXISTS {
    (programme)<-[:ROUND_OF]-(newer:MatchingRound) WHERE newer.number > round.number AND newer.state <> 'failed'
  } AS newest,
  programme.state IN ['matching', 'running'] AS running
CALL (round, programme, before, newest, running) {
  WITH round, programme, before, newest, running
  WHERE before = 'draft' AND newest AND running
  MATCH (round)<-[:IN_ROUND]-(pair:Match {state: 'proposed'})-[:PAIRS_MENTOR]->(mentor:Alumnus)
  MATCH (pair)-[:PAIRS_MENTEE]->(mentee:Alumnus)
  WITH programme, pair, mentor, mentee
  ORDER BY mentor.id, mentee.id
  SET mentor.order_key = mentor.order_key
  WITH programme, pair, mentor, mentee,
    EXISTS {
      (mentor)-[:TAKES_PART]->(part:Participant {state: 'joined', role: 'mentor'})-[:IN_PROGRAMME]->(programme)
      WHERE NOT coalesce(part.paused, false)
    } AND EXISTS {
      (mentee)-[:TAKES_PART]->(:Participant {state: 'joined', role: 'mentee'})-[:IN_PROGRAMME]->(programme)
    } AND NOT EXISTS {
      (mentee)<-[:PAIRS_MENTEE]-(other:Match {programme_id: programme.id}) WHERE is_open_match(other)
    } AND visible(mentor, mentee) AND visible(mentee, mentor) AS possible
  SET pair.state = CASE WHEN possible THEN 'invited' ELSE 'withdrawn' END,
    pair.invited_at = CASE WHEN possible THEN $now END, pair.expires_at = CASE WHEN possible THEN $expires_at END,
    pair.ended_at = CASE WHEN possible THEN null ELSE $now END
  RETURN sum(CASE WHEN possible THEN 1 ELSE 0 END) AS invited, sum(CASE WHEN possible THEN 0 ELSE 1 END) AS withdrawn
}
FOREACH (step IN CASE WHEN before = 'draft' AND newest AND running THEN [1] ELSE [] END |
  SET round.state = 'published', round.published_at = $now, programme.state = 'running', programme.updated_at = $now)
RETURN before, newest, running, invited, withdrawn, round_told(round) AS round
