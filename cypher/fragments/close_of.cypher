// fragment: close_of(viewer)
// purpose: Those of the viewer's connections who are listed for those only: by their ids when an earlier statement of the
//   same answer has read these, which saves going through everybody whom the viewer knows.
// params:
//   close: list   ids of these people; null: they are looked up
CASE WHEN $close IS NULL THEN closed_connections_of(viewer) ELSE COLLECT {
  UNWIND $close AS close_id
  MATCH (one:Alumnus {id: close_id})
  RETURN one
} END
