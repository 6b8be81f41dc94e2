// name: note_shown
// purpose: Counts once more that these people were suggested to the viewer.
// mode: write
// params:
//   viewer_id: string    who is asking
//   sees_all: boolean    the viewer is staff, who see every record
//   people: list         ids, each once
//   now: datetime        the present moment
// returns: one row for each of them whom the viewer may see
//   id: string           the person
MATCH (viewer:Alumnus {id: $viewer_id})
UNWIND $people AS person_id
MATCH (person:Alumnus {id: person_id})
WHERE visible(viewer, person) AND person <> viewer
MERGE (viewer)-[shown:WAS_SHOWN]->(person)
SET shown.times = coalesce(shown.times, 0) + 1, shown.at = $now
RETURN person.id AS id
