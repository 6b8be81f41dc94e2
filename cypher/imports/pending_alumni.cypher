// name: pending_alumni
// purpose: Some of the people whose derived properties have to be made, with what they are made from.
// mode: read
// params:
//   limit: integer    how many at most
// returns: one row for each person
//   id: string    the person
//   name: string    the name
//   name_latin: string    the name in Latin letters, or null
//   pinyin: string    the name's pinyin, or null
//   employers: list    names of employers
//   titles: list    titles of jobs
//   recent_month: integer    the latest month in which a job or a cohort began, 0 when that is not known
MATCH (person:ImportPending)
WITH person
LIMIT $limit
RETURN person.id AS id, person.name AS name, person.name_latin AS name_latin, person.pinyin AS pinyin,
  COLLECT { MATCH (person)-[:WORKED_AT]->(employer:Employer) RETURN DISTINCT employer.name AS text ORDER BY text }
    AS employers,
  COLLECT { MATCH (person)-[job:WORKED_AT]->() WHERE job.title IS NOT NULL
    RETURN DISTINCT job.title AS text ORDER BY text } AS titles,
  reduce(latest = 0, month IN
    COLLECT { MATCH (person)-[fact:WORKED_AT]->() RETURN fact.from_month }
    + COLLECT { MATCH (person)-[fact:MEMBER_OF]->(cohort:Cohort) RETURN coalesce(fact.from_month, cohort.intake_year * 12) }
    | CASE WHEN month > latest THEN month ELSE latest END) AS recent_month
ORDER BY id
LIMIT 100000
