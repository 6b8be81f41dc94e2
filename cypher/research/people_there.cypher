// name: people_there
// purpose: How many alumni there are, whatever they answered: what decides whether a sample of them is looked at.
// mode: read
// returns: one row
//   people: integer    everybody
MATCH (person:Alumnus)
RETURN count(person) AS people
LIMIT 1
