// name: share_of_matching
// purpose: How many of some people, the same random ones each time, match what is asked for: what part of everybody does,
//   roughly, which decides where a search begins. It is never told.
// mode: read
// params:
//   sees_all: boolean    the viewer is staff, who see every record
//   filters: map         what is asked for (graph_service/directory/filters.py)
//   sample_size: integer how many are looked at
// returns: one row
//   looked_at: integer   how many were looked at
//   matching: integer    how many of these match
MATCH (person:Alumnus)
WHERE person.order_key >= 0
WITH person
ORDER BY person.order_key
LIMIT $sample_size
WITH person
WHERE $sees_all OR NOT person:Hidden
RETURN count(*) AS looked_at, sum(CASE WHEN matches(person) THEN 1 ELSE 0 END) AS matching
LIMIT 1
