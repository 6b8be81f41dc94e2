// name: note_mentors_shown
// purpose: Counts once more that these mentors were suggested to the viewer.
// mode: write
// params:
//   viewer_id: string    who was shown them
//   sees_all: boolean    the viewer is staff, who see every record
//   people: list         ids, each once
//   now: datetime        the present moment
// returns: one row for each of them who is a mentor and whom the viewer may see
//   id: string           the mentor
MATCH (viewer:Alumnus {id: $viewer_id})
UNWIND $people AS person_id
MATCH (person:Alumnus {id: person_id})
WHERE person:Mentor AND visible(viewer, person) AND person <> viewer
MERGE (viewer)-[shown:WAS_SHOWN_MENTOR]->(person)
SET shown.times = coalesce(shown.times, 0) + 1, shown.at = $now
RETURN person.id AS id
