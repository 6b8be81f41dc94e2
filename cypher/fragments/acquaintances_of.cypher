// fragment: acquaintances_of(viewer)
// purpose: Everybody the viewer knows, read once to be tested against; null for somebody who knows thousands: then it costs
//   less to ask each person that matters whether they know the viewer.
// params:
//   few_known: integer   up to so many are read
CASE
  WHEN COUNT { (viewer)-[:KNOWS]-() } <= $few_known
    THEN COLLECT { MATCH (viewer)-[:KNOWS]-(acquaintance) RETURN acquaintance }
END
