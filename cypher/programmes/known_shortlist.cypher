// name: known_shortlist
// purpose: Which of these people take part in a programme in that role and may be seen by the viewer.
// mode: read
// params:
//   viewer_id: string      who is asking, or null for staff who are not in the graph
//   sees_all: boolean      the viewer is staff
//   programme_id: string   the programme
//   role: string           mentor or mentee
//   ids: list              the people
// returns: by id
//   id: string             one of them who does
OPTIONAL MATCH (viewer:Alumnus {id: $viewer_id})
UNWIND $ids AS wanted
MATCH (person:Alumnus {id: wanted})-[:TAKES_PART]->(:Participant {role: $role, state: 'joined'})
  -[:IN_PROGRAMME]->(:MentoringProgramme {id: $programme_id})
WHERE visible(viewer, person)
RETURN DISTINCT person.id AS id
ORDER BY id
LIMIT 100
