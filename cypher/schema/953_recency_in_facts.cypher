// The index is asked for the latest of those whom it finds: so the facts begin with the month in which something began last.
// People from before that are given it.
MATCH (person:Alumnus)
WHERE NOT person.facts STARTS WITH 'r'
CALL (person) {
  SET person.facts = 'r' + right('00000' + toString(coalesce(person.recent_month, 0)), 5) + ' ' + person.facts
} IN TRANSACTIONS OF 5000 ROWS;
