// name: round_cast
// purpose: People of the sample for a mentoring round: mentors who are listed, and mentees who are at the beginning of a career.
// mode: read
// params:
//   mentors: integer   how many mentors at most
//   mentees: integer   how many mentees at most
// returns: mentors, then mentees, each in a random order that stays
//   id: string         the person
//   role: string       mentor or mentee
CALL () {
  MATCH (person:Mentor)
  WHERE NOT person:Hidden AND NOT person:ConnectionsOnly
  RETURN person.id AS id, 'mentor' AS role, person.order_key AS place
  ORDER BY place
  LIMIT $mentors
  UNION
  MATCH (person:Alumnus)-[job:WORKED_AT]->(:Employer)
  WHERE job.current AND job.level <= 3 AND NOT person:Mentor AND NOT person:Hidden AND NOT person:ConnectionsOnly
  RETURN DISTINCT person.id AS id, 'mentee' AS role, person.order_key AS place
  ORDER BY place
  LIMIT $mentees
}
RETURN id, role
ORDER BY role DESC, place, id
LIMIT 10000
