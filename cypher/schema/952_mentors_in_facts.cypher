// Whoever is open to mentoring is found by the index too: people from before that was said in their facts.
MATCH (person:Mentor)
WHERE NOT person.facts ENDS WITH ' mopen'
CALL (person) {
  SET person.facts = person.facts + ' mopen'
} IN TRANSACTIONS OF 5000 ROWS;
