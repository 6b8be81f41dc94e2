// name: pair_rules
// purpose: Which pairs staff locked or forbade in a programme.
// mode: read
// params:
//   programme_id: string   the programme
//   limit: integer         how many at most
// returns: by mentor, then mentee
//   kind: string           lock or forbid
//   mentor: map            {id, name, name_latin}
//   mentee: map            {id, name, name_latin}
//   reason: string         why, or null
MATCH (:MentoringProgramme {id: $programme_id})<-[:IN_PROGRAMME]-(first:Participant)-[rule:PAIR_RULE]->(second:Participant)
MATCH (first)<-[:TAKES_PART]-(mentor:Alumnus)
MATCH (second)<-[:TAKES_PART]-(mentee:Alumnus)
RETURN rule.kind AS kind, mentor {.id, .name, .name_latin} AS mentor, mentee {.id, .name, .name_latin} AS mentee,
  rule.reason AS reason
ORDER BY mentor.id, mentee.id
LIMIT $limit
