// name: search_sources
// purpose: What people's search text and recency are made of.
// mode: read
// params:
//   ids: list            the people
// returns: one row for each
//   id: string           the person
//   name: string         as it is written
//   name_latin: string   in Latin letters, or null
//   pinyin: string       or null
//   initials: string     or null
//   employers: list      names, the present first
//   titles: list         of jobs, the present first
//   months: list         in which a job or a cohort began
UNWIND $ids AS wanted
MATCH (person:Alumnus {id: wanted})
WITH person, COLLECT {
  MATCH (person)-[job:WORKED_AT]->(employer:Employer)
  RETURN {employer: employer.name, title: job.title, month: job.from_month}
  ORDER BY job.current DESC, job.from_month DESC, employer.id, job.title
} AS jobs
RETURN person.id AS id, person.name AS name, person.name_latin AS name_latin, person.pinyin AS pinyin,
  person.initials AS initials, [job IN jobs | job.employer] AS employers,
  [job IN jobs WHERE job.title IS NOT NULL | job.title] AS titles,
  [job IN jobs WHERE job.month IS NOT NULL | job.month] + COLLECT {
    MATCH (person)-[member:MEMBER_OF]->(:Cohort) WHERE member.from_month IS NOT NULL RETURN member.from_month
  } AS months
ORDER BY id
LIMIT 10000
