// name: compare_people
// purpose: Everybody, with the place where they live now.
// mode: read
// returns: one row for each
//   key: string     the key
//   place: string   the place's code, or null
MATCH (person:Alumnus)
RETURN person.key AS key,
  COLLECT { MATCH (person)-[home:LIVES_IN]->(place:Place) WHERE home.current RETURN place.code ORDER BY place.code LIMIT 1 }[0] AS place
ORDER BY key
LIMIT 10000000
