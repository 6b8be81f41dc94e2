// fragment: seen(viewer, person, blocks, closed)
// purpose: The same as `visible`, for many people at once: `blocks` are those between whom and the viewer there is a block,
//   read once by `blocks_of`, `closed` those of the viewer's connections who are listed for their connections only, read
//   once by `closed_connections_of`.
// params:
//   sees_all: boolean   the viewer is staff, who see every record
($sees_all OR person = viewer OR ((NOT person:Hidden|ConnectionsOnly OR person IN closed) AND NOT person IN blocks))
