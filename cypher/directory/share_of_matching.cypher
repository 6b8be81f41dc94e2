// name: share_of_matching
// purpose: How many of some people whom the viewer may see, the same random ones each time, match what is asked for: what part
//   of everybody does, roughly, which decides where a search begins. Nobody who is hidden from the viewer changes it.
// mode: read
// params:
//   viewer_id: string    who is asking, or null for staff who are not in the graph
//   sees_all: boolean    the viewer is staff, who see every record
//   filters: map         what is asked for (graph_service/directory/filters.py)
//   sample_size: integer how many are looked at
// returns: one row
//   looked_at: integer   how many were looked at
//   matching: integer    how many of these match
OPTIONAL MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks, closed_connections_of(viewer) AS closed
MATCH (person:Alumnus)
WHERE person.order_key >= 0
WITH viewer, blocks, closed, person
ORDER BY person.order_key
WITH viewer, blocks, closed, person
WHERE seen(viewer, person, blocks, closed)
WITH person
LIMIT $sample_size
RETURN count(*) AS looked_at, sum(CASE WHEN matches(person) THEN 1 ELSE 0 END) AS matching
LIMIT 1
