// name: alumni_by_key
// purpose: The alumni with these keys, and where they live.
// mode: read
// params:
//   keys: list    external keys
// returns: one row for each that is there
//   at: string    the element id
//   properties: map    all its properties
//   place: string    the code of the place, or null
//   place_from: string    since when, or null
UNWIND $keys AS key
MATCH (person:Alumnus {key: key})
OPTIONAL MATCH (person)-[living:LIVES_IN {current: true}]->(place:Place)
WITH key, person, living, place
ORDER BY key, living.from DESC, place.code
WITH key, person, collect({code: place.code, from: living.from})[0] AS home
RETURN elementId(person) AS at, properties(person) AS properties, home.code AS place, home.from AS place_from
ORDER BY key
LIMIT 1000000
