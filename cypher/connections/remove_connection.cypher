// name: remove_connection
// purpose: Ends the connection between the viewer and somebody else, if there is one.
// mode: write
// params:
//   viewer_id: string         who is asking
//   sees_all: boolean         false here: a request is between two members, whatever else they are
//   alumnus_id: string        the other person
// returns: one row, or none when there is nobody of that id whom the viewer may see
//   id: string                the other person
//   removed: integer          how many connections there were: 0 or 1
MATCH (viewer:Alumnus {id: $viewer_id})
MATCH (person:Alumnus {id: $alumnus_id})
lock_both(viewer, person)
WITH viewer, person
WHERE visible(viewer, person)
OPTIONAL MATCH (viewer)-[known:KNOWS]-(person)
DELETE known
RETURN person.id AS id, count(known) AS removed
