// name: profiles
// purpose: What can be asked about some people, of whom everybody may know.
// mode: read
// params:
//   keys: list           their keys in the school's files
// returns: one row for each whom every member may see
//   id: string           the person
//   name: string         as it is written
//   pinyin: string       its syllables, or null
//   initials: string     their first letters, or null
//   job: map             a present job: {employer, employer_name, title, function, level, industry}, or null
//   city: string         code of the place where the person lives, or null
//   cohort: map          {id, name, programme_type, graduation_year}, or null
//   skill: string        name of a skill that the person offers, or null
//   skill_id: string     its id, or null
UNWIND $keys AS key
MATCH (person:Alumnus {key: key})
WHERE NOT (person:Hidden OR person:ConnectionsOnly)
RETURN person.id AS id, person.name AS name, person.pinyin AS pinyin, person.initials AS initials,
  head(COLLECT {
    MATCH (person)-[job:WORKED_AT]->(employer:Employer)-[:IN_INDUSTRY]->(industry:Industry) WHERE job.current
    RETURN {employer: employer.id, employer_name: employer.name, title: job.title, function: job.function,
      level: job.level, industry: industry.code}
    ORDER BY job.from_month DESC, employer.id LIMIT 1
  }) AS job,
  head(COLLECT {
    MATCH (person)-[home:LIVES_IN]->(place:Place) WHERE home.current RETURN place.code ORDER BY place.code LIMIT 1
  }) AS city,
  head(COLLECT {
    MATCH (person)-[:MEMBER_OF]->(cohort:Cohort)
    RETURN cohort {.id, .name, .programme_type, .graduation_year} ORDER BY cohort.id LIMIT 1
  }) AS cohort,
  head(COLLECT {
    MATCH (person)-[has:HAS_SKILL]->(skill:Skill) WHERE has.kind = 'offered' RETURN skill.name ORDER BY skill.name LIMIT 1
  }) AS skill,
  head(COLLECT {
    MATCH (person)-[has:HAS_SKILL]->(skill:Skill) WHERE has.kind = 'offered' RETURN skill.id ORDER BY skill.name LIMIT 1
  }) AS skill_id
ORDER BY key
LIMIT 100000
