// name: write_search
// purpose: Writes what search and the order by recency read of people.
// mode: write
// params:
//   rows: list   {id, search, recent_month}
// returns: no rows
UNWIND $rows AS row
MATCH (person:Alumnus {id: row.id})
SET person.search = row.search, person.recent_month = row.recent_month
SET person.facts = facts_of(person)
