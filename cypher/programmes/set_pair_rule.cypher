// name: set_pair_rule
// purpose: Staff lock a pair, or forbid it, for all rounds to come; what was said of it before no longer holds.
// mode: write
// params:
//   programme_id: string   the programme
//   mentor_id: string      the mentor
//   mentee_id: string      the mentee
//   kind: string           lock or forbid
//   reason: string         why, or null
//   by: string             the account that says so
//   now: datetime          the present moment
// returns: one row, or none when the two do not take part in these roles
//   kind: string           what holds now
MATCH (programme:MentoringProgramme {id: $programme_id})
MATCH (:Alumnus {id: $mentor_id})-[:TAKES_PART]->(mentor:Participant {role: 'mentor'})-[:IN_PROGRAMME]->(programme)
MATCH (:Alumnus {id: $mentee_id})-[:TAKES_PART]->(mentee:Participant {role: 'mentee'})-[:IN_PROGRAMME]->(programme)
SET programme.id = programme.id
MERGE (mentor)-[rule:PAIR_RULE]->(mentee)
SET rule.kind = $kind, rule.reason = $reason, rule.by = $by, rule.at = $now
RETURN rule.kind AS kind
