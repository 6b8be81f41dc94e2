// name: beyond_second
// purpose: How many people those know whom the viewer's connections know, by the first of these: how far a search for the
//   third degree has to look. It decides the way, never what is answered.
// mode: read
// params:
//   viewer_id: string    who is asking
//   most: integer        how many steps to people of the second degree are gone
// returns: one row
//   steps: integer       how many were gone
//   beyond: integer      how many connections those people have, each person counted once
MATCH (viewer:Alumnus {id: $viewer_id})-[:KNOWS]-(friend)
MATCH (friend)-[:KNOWS]-(further)
WITH further
LIMIT $most
WITH count(*) AS steps, collect(DISTINCT further) AS people
RETURN steps, reduce(sum = 0, one IN people | sum + COUNT { (one)-[:KNOWS]-() }) AS beyond
LIMIT 1
