// name: mover_careers
// purpose: The steps by which some people made a move, from where they first began it to where they first arrived.
// mode: read
// params:
//   viewer_id: string      who is asking, or null for staff who are not in the graph
//   sees_all: boolean      the viewer is staff, who see every record
//   move: map              from where to where (cypher/fragments/move_months.cypher)
//   ids: list              the people, at most a page of them
// returns: one row for each of them whom the viewer may see and who made it
//   id: string             the person
//   name: string           as it is written
//   name_latin: string     in Latin letters, or null
//   months: integer        how long it took
//   steps: list            jobs: {title, function, level, from, to, current, employer: {id, name}}, with the month of their beginning
OPTIONAL MATCH (viewer:Alumnus {id: $viewer_id})
UNWIND $ids AS wanted
MATCH (person:Alumnus {id: wanted})
WHERE visible(viewer, person)
move_months(person, began, reached)
WITH person, began, reached
WHERE reached > began
RETURN person.id AS id, person.name AS name, person.name_latin AS name_latin, reached - began AS months, COLLECT {
  MATCH (person)-[job:WORKED_AT]->(employer:Employer)
  WHERE job.from_month >= began AND job.from_month <= reached
  WITH job, employer
  ORDER BY job.from_month, employer.id, job.title, job.function
  LIMIT 50
  RETURN job {.title, .function, .level, .from, .to, .current, month: job.from_month, employer: employer {.id, .name}}
} AS steps
ORDER BY id
LIMIT 100
