// fragment: is_there(target, destination)
// purpose: Whether that person is, or once was, where the viewer would like to know somebody. `destination` are the employers
//   or places that `destination_of` gives, or the person.
// params:
//   kind: string   employer, industry, place or alumnus
CASE $kind
  WHEN 'alumnus' THEN target IN destination
  WHEN 'place' THEN EXISTS { MATCH (target)-[:LIVES_IN]->(home) WHERE home IN destination }
  ELSE EXISTS { MATCH (target)-[:WORKED_AT]->(workplace) WHERE workplace IN destination }
END
