// name: cards
// purpose: What a list shows of each person, and what the person and the viewer have in common.
// mode: read
// params:
//   viewer_id: string    who is asking, or null for staff who are not in the graph
//   sees_all: boolean    the viewer is staff, who see every record
//   ids: list            the people, at most a page of them
// returns: one row for each of them whom the viewer may see
//   id: string                     the person
//   name: string                   as it is written
//   name_latin: string             in Latin letters, or null
//   open_to_mentoring: boolean     in the mentor pool
//   cohorts: list                  {id, name, programme, programme_type, graduation_year}, oldest first
//   job: map                       the present job: {title, function, level, since, employer: {id, name}}, or null
//   industry: map                  of the present job: {id, code, name, name_en}, or null
//   place: map                     where the person lives: {id, code, name, name_en, kind}, or null
//   shared_cohorts: list           {id, name} of what both have; empty on the viewer's own card
//   shared_employers: list         the same, at any time
//   shared_places: list            where both live now
//   shared_industries: list        of both present jobs
//   shared_events: list            events that both attended
//   shared_groups: list            groups that both are in
//   shared_skills: list            skills that both offer or want
OPTIONAL MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer,
  COLLECT { MATCH (viewer)-[:MEMBER_OF]->(cohort:Cohort) RETURN cohort } AS own_cohorts,
  COLLECT { MATCH (viewer)-[:WORKED_AT]->(employer:Employer) RETURN employer } AS own_employers,
  COLLECT { MATCH (viewer)-[home:LIVES_IN]->(place:Place) WHERE home.current RETURN place } AS own_places,
  COLLECT {
    MATCH (viewer)-[job:WORKED_AT]->(:Employer)-[:IN_INDUSTRY]->(industry:Industry) WHERE job.current RETURN industry
  } AS own_industries,
  COLLECT { MATCH (viewer)-[:ATTENDED]->(event:Event) RETURN event } AS own_events,
  COLLECT { MATCH (viewer)-[:IN_GROUP]->(group:Group) RETURN group } AS own_groups,
  COLLECT { MATCH (viewer)-[:HAS_SKILL]->(skill:Skill) RETURN skill } AS own_skills
UNWIND $ids AS wanted
MATCH (person:Alumnus {id: wanted})
WHERE visible(viewer, person)
WITH *, viewer IS NOT NULL AND viewer <> person AS another
CALL (person) {
  OPTIONAL MATCH (person)-[job:WORKED_AT]->(employer:Employer) WHERE job.current
  WITH job, employer, COLLECT {
    MATCH (employer)-[:IN_INDUSTRY]->(industry:Industry)
    RETURN industry {.id, .code, .name, .name_en} ORDER BY industry.code LIMIT 1
  } AS industries
  RETURN CASE WHEN job IS NULL THEN null
      ELSE job {.title, .function, .level, since: job.from, employer: employer {.id, .name}} END AS present_job,
    head(industries) AS industry
  ORDER BY coalesce(job.level, 0) DESC, coalesce(job.from_month, 0) DESC, employer.id, job.title, job.function
  LIMIT 1
}
RETURN person.id AS id, person.name AS name, person.name_latin AS name_latin, person:Mentor AS open_to_mentoring,
  COLLECT {
    MATCH (person)-[member:MEMBER_OF]->(cohort:Cohort)
    WITH cohort, min(coalesce(member.from_month, 0)) AS began
    RETURN cohort {.id, .name, .programme, .programme_type, .graduation_year} ORDER BY began, cohort.id LIMIT 20
  } AS cohorts,
  present_job AS job, industry,
  head(COLLECT {
    MATCH (person)-[home:LIVES_IN]->(place:Place) WHERE home.current
    RETURN place {.id, .code, .name, .name_en, .kind} ORDER BY coalesce(home.from_month, 0) DESC, place.id LIMIT 1
  }) AS place,
  CASE WHEN another AND size(own_cohorts) > 0 THEN COLLECT {
    MATCH (person)-[:MEMBER_OF]->(both:Cohort) WHERE both IN own_cohorts
    WITH DISTINCT both RETURN both {.id, .name} ORDER BY both.name, both.id LIMIT 20
  } ELSE [] END AS shared_cohorts,
  CASE WHEN another AND size(own_employers) > 0 THEN COLLECT {
    MATCH (person)-[:WORKED_AT]->(both:Employer) WHERE both IN own_employers
    WITH DISTINCT both RETURN both {.id, .name} ORDER BY both.name, both.id LIMIT 20
  } ELSE [] END AS shared_employers,
  CASE WHEN another AND size(own_places) > 0 THEN COLLECT {
    MATCH (person)-[home:LIVES_IN]->(both:Place) WHERE home.current AND both IN own_places
    WITH DISTINCT both RETURN both {.id, .name} ORDER BY both.name, both.id LIMIT 20
  } ELSE [] END AS shared_places,
  CASE WHEN another AND size(own_industries) > 0 THEN COLLECT {
    MATCH (person)-[job:WORKED_AT]->(:Employer)-[:IN_INDUSTRY]->(both:Industry) WHERE job.current AND both IN own_industries
    WITH DISTINCT both RETURN both {.id, .name} ORDER BY both.name, both.id LIMIT 20
  } ELSE [] END AS shared_industries,
  CASE WHEN another AND size(own_events) > 0 THEN COLLECT {
    MATCH (person)-[:ATTENDED]->(both:Event) WHERE both IN own_events
    WITH DISTINCT both RETURN both {.id, .name} ORDER BY both.name, both.id LIMIT 20
  } ELSE [] END AS shared_events,
  CASE WHEN another AND size(own_groups) > 0 THEN COLLECT {
    MATCH (person)-[:IN_GROUP]->(both:Group) WHERE both IN own_groups
    WITH DISTINCT both RETURN both {.id, .name} ORDER BY both.name, both.id LIMIT 20
  } ELSE [] END AS shared_groups,
  CASE WHEN another AND size(own_skills) > 0 THEN COLLECT {
    MATCH (person)-[:HAS_SKILL]->(both:Skill) WHERE both IN own_skills
    WITH DISTINCT both RETURN both {.id, .name} ORDER BY both.name, both.id LIMIT 20
  } ELSE [] END AS shared_skills
ORDER BY id
LIMIT 100
