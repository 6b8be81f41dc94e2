// name: unblock
// purpose: Ends a block; one that is not there is ended already.
// mode: write
// params:
//   viewer_id: string     who blocked
//   alumnus_id: string    whom
// returns: no rows
MATCH (:Alumnus {id: $viewer_id})-[block:BLOCKS]->(:Alumnus {id: $alumnus_id})
DELETE block
