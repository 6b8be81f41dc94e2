// name: undo_dismissal
// purpose: Lets somebody be suggested to the viewer again. Where nothing was dismissed, nothing happens.
// mode: write
// params:
//   viewer_id: string     who is asking
//   sees_all: boolean     the viewer is staff, who see every record
//   alumnus_id: string    whom
// returns: one row, or none when there is nobody of that id whom the viewer may see
//   id: string            the person
MATCH (viewer:Alumnus {id: $viewer_id})
MATCH (person:Alumnus {id: $alumnus_id})
WHERE visible(viewer, person)
OPTIONAL MATCH (viewer)-[dismissal:DISMISSED]->(person)
DELETE dismissal
RETURN DISTINCT person.id AS id
