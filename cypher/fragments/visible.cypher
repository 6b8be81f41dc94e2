// fragment: visible(viewer, person)
// purpose: Whether the viewer may see that person at all. Every read that returns, counts or passes through people has it.
// params:
//   sees_all: boolean   the viewer is staff, who see every record
($sees_all OR person = viewer OR (NOT person:Hidden
  AND (NOT person:ConnectionsOnly OR EXISTS { (viewer)-[:KNOWS]-(person) })
  AND NOT EXISTS { (viewer)-[:BLOCKS]-(person) }))
