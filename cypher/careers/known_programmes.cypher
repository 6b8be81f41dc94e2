// name: known_programmes
// purpose: Which of some names are names of programmes that the school's cohorts have.
// mode: read
// params:
//   programmes: list     names
// returns: one row
//   known: list          those of them that there are
RETURN [name IN $programmes WHERE EXISTS { MATCH (:Cohort {programme: name}) }] AS known
LIMIT 1
