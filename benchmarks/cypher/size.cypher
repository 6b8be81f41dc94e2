// name: size
// purpose: How much there is.
// mode: read
// returns: one row
//   alumni: integer         people
//   connections: integer    between them
//   jobs: integer           past and present
//   relationships: integer  of all types
RETURN COUNT { (:Alumnus) } AS alumni, COUNT { ()-[:KNOWS]->() } AS connections, COUNT { ()-[:WORKED_AT]->() } AS jobs,
  COUNT { ()-->() } AS relationships
LIMIT 1
