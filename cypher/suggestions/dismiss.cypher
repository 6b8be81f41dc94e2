// name: dismiss
// purpose: Has somebody not suggested to the viewer any more, until a day or for good.
// mode: write
// params:
//   viewer_id: string     who is asking
//   sees_all: boolean     the viewer is staff, who see every record
//   alumnus_id: string    whom
//   until: string         from this day on they may be suggested again; null for never
//   now: datetime         the present moment
// returns: one row, or none when there is nobody of that id whom the viewer may see
//   id: string            the person
MATCH (viewer:Alumnus {id: $viewer_id})
MATCH (person:Alumnus {id: $alumnus_id})
WHERE visible(viewer, person)
MERGE (viewer)-[dismissal:DISMISSED]->(person)
SET dismissal.until = $until, dismissal.at = $now
RETURN person.id AS id
