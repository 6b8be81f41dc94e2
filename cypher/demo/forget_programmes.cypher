// name: forget_programmes
// purpose: Removes the programmes of an earlier demo with everything that came of them.
// mode: write
// params:
//   name: string   what these programmes are called
// returns: one row
//   gone: integer  how many there were
MATCH (programme:MentoringProgramme {name: $name})
CALL (programme) {
  MATCH (programme)<-[:ROUND_OF]-(round:MatchingRound)
  OPTIONAL MATCH (round)<-[:IN_ROUND]-(pair:Match)
  OPTIONAL MATCH (pair)-[:PAIRS_MENTOR]->(:Alumnus)-[works:MENTORS {match_id: pair.id}]->(:Alumnus)
  DELETE works
  DETACH DELETE pair, round
}
CALL (programme) {
  MATCH (programme)<-[:IN_PROGRAMME]-(participant:Participant)
  DETACH DELETE participant
}
DETACH DELETE programme
RETURN count(*) AS gone
