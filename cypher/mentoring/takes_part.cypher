// name: takes_part
// purpose: Whether somebody joined a mentoring programme themselves that has not come to its end.
// mode: read
// params:
//   alumnus_id: string   the person
// returns: one row
//   joined: boolean      whether they did
RETURN EXISTS {
  MATCH (:Alumnus {id: $alumnus_id})-[:TAKES_PART]->(participant:Participant)-[:IN_PROGRAMME]->(programme:MentoringProgramme)
  WHERE participant.state = 'joined' AND participant.added_by = 'self' AND programme.state <> 'completed'
} AS joined
LIMIT 1
