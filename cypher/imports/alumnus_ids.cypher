// name: alumnus_ids
// purpose: The ids of the alumni with these keys.
// mode: read
// params:
//   keys: list    external keys
// returns: one row for each that is there
//   key: string    the external key
//   id: string    the id
UNWIND $keys AS key
MATCH (person:Alumnus {key: key})
RETURN key AS key, person.id AS id
ORDER BY key
LIMIT 1000000
