// name: sample_state
// purpose: What a graph holds before the sample school is loaded: nothing, somebody's records, or the sample.
// mode: read
// returns: one row
//   alumni: integer   people in the graph
//   sample: string    what sample was loaded to its end; null when none was
//   loading: string   what sample somebody began to load; null when nobody did
CALL () {
  MATCH (person:Alumnus)
  RETURN count(person) AS alumni
}
OPTIONAL MATCH (school:School {key: 'school'})
RETURN alumni, school.sample AS sample, school.sample_loading AS loading
ORDER BY alumni
LIMIT 1
