// fragment: seen(viewer, person, blocks)
// purpose: The same as `visible`, for many people at once: `blocks` is the list of those between whom and the viewer there
//   is a block, read once by `blocks_of`.
// params:
//   sees_all: boolean   the viewer is staff, who see every record
($sees_all OR person = viewer OR (NOT person:Hidden
  AND (NOT person:ConnectionsOnly OR EXISTS { (viewer)-[:KNOWS]-(person) })
  AND NOT person IN blocks))
