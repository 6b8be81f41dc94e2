// name: remove_pair_rule
// purpose: Nothing is said about a pair any more.
// mode: write
// params:
//   programme_id: string   the programme
//   mentor_id: string      the mentor
//   mentee_id: string      the mentee
// returns: one row
//   removed: integer       1, or 0 when there was nothing
MATCH (:Alumnus {id: $mentor_id})-[:TAKES_PART]->(mentor:Participant)-[:IN_PROGRAMME]->(programme:MentoringProgramme {id: $programme_id})
MATCH (mentor)-[rule:PAIR_RULE]->(mentee:Participant)<-[:TAKES_PART]-(:Alumnus {id: $mentee_id})
WITH collect(rule) AS rules
FOREACH (rule IN rules | DELETE rule)
RETURN size(rules) AS removed
