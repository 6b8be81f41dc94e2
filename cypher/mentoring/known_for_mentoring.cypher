// name: known_for_mentoring
// purpose: Which industries these are, and which of these people somebody may see: before they are written down.
// mode: read
// params:
//   viewer_id: string    who writes it
//   sees_all: boolean    the viewer is staff, who see every record
//   industries: list     codes or ids
//   people: list         ids
// returns: one row for each that is known
//   asked: string        as it was given
//   known: string        the code of the industry, the id of the person
MATCH (viewer:Alumnus {id: $viewer_id})
CALL (viewer) {
  UNWIND $industries AS asked
  MATCH (industry:Industry)
  WHERE industry.code = asked OR industry.id = asked
  RETURN asked, industry.code AS known
  UNION
  UNWIND $people AS asked
  MATCH (person:Alumnus {id: asked})
  WHERE visible(viewer, person) AND person <> viewer
  RETURN asked, person.id AS known
}
RETURN asked, known
ORDER BY asked, known
LIMIT 1000
