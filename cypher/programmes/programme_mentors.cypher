// name: programme_mentors
// purpose: The mentors of a programme whom somebody who takes part in it may see, to put on their shortlist; by name.
// mode: read
// params:
//   viewer_id: string      who is asking, or null for staff who are not in the graph
//   sees_all: boolean      the viewer is staff
//   programme_id: string   the programme
//   role: string           mentor, or mentee for a mentor's shortlist
//   after_name: string     the name of the last of the page before, or null for the first page
//   after_id: string       the id of that person, or null
//   limit: integer         how many at most
// returns: by name
//   person: map            {id, name, name_latin}
//   title: string          their present title, or null
//   employer: string       their present employer's name, or null
//   topics: list           for what they have places, or what they look for
OPTIONAL MATCH (viewer:Alumnus {id: $viewer_id})
MATCH (:MentoringProgramme {id: $programme_id})<-[:IN_PROGRAMME]-(participant:Participant {role: $role, state: 'joined'})
  <-[:TAKES_PART]-(person:Alumnus)
WHERE ($viewer_id IS NULL OR person.id <> $viewer_id) AND visible(viewer, person)
  AND ($after_name IS NULL OR person.name > $after_name OR person.name = $after_name AND person.id > $after_id)
WITH participant, person
ORDER BY person.name, person.id
LIMIT $limit
WITH participant, person, head(COLLECT {
  MATCH (person)-[job:WORKED_AT {current: true}]->(employer:Employer)
  RETURN {title: job.title, employer: employer.name} AS held
  ORDER BY coalesce(job.from_month, 0) DESC, coalesce(job.level, 0) DESC, employer.id, job.title
  LIMIT 1
}) AS job
RETURN person {.id, .name, .name_latin} AS person, job.title AS title, job.employer AS employer,
  CASE WHEN participant.topic IS NULL THEN coalesce(participant.topic_places, []) ELSE [participant.topic] END AS topics
ORDER BY person.name, person.id
LIMIT $limit
