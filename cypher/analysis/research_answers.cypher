// name: research_answers
// purpose: What everybody answered about research: one scan in the order of the store, which is the order that pages of people
//   are best read in.
// mode: read
// returns: one row
//   people: integer         everybody
//   declined: integer       those who said no; who neither agreed nor declined was never asked, or did not answer
//   agreed: list            the order keys of those who said yes
//   connections: integer    how many connections there are between all of them
MATCH (person:Alumnus)
WITH count(*) AS people, sum(CASE WHEN NOT person.research THEN 1 ELSE 0 END) AS declined,
  collect(CASE WHEN person.research THEN person.order_key END) AS agreed
RETURN people, declined, agreed, COUNT { ()-[:KNOWS]->() } AS connections
LIMIT 1
