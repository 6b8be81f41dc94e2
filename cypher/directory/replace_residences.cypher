// name: replace_residences
// purpose: Gives a person these places to live in, in place of all that were there.
// mode: write
// params:
//   alumnus_id: string   the person
//   residences: list     {place_id, properties}
// returns: one row
//   written: integer     how many of them; fewer than given when a place does not exist
MATCH (person:Alumnus {id: $alumnus_id})
CALL (person) {
  MATCH (person)-[old:LIVES_IN]->(:Place)
  DELETE old
}
CALL (person) {
  UNWIND $residences AS row
  MATCH (place:Place {id: row.place_id})
  CREATE (person)-[home:LIVES_IN]->(place)
  SET home = row.properties
  RETURN count(*) AS written
}
RETURN written
LIMIT 1
