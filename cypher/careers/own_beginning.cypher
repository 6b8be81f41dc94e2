// name: own_beginning
// purpose: What the viewer's own record says of their time at school and of how their career began.
// mode: read
// params:
//   viewer_id: string         who is asking
// returns: one row
//   programmes: list          the programmes of their cohorts
//   intake_years: list        the years in which these began
//   start_functions: list     the functions of their first job; of several that began in the same month, of each
//   start_sections: list      codes of the sections of the industries of these jobs
MATCH (viewer:Alumnus {id: $viewer_id})
RETURN
  COLLECT {
    MATCH (viewer)-[:MEMBER_OF]->(cohort:Cohort) WHERE cohort.programme IS NOT NULL
    RETURN DISTINCT cohort.programme AS programme ORDER BY programme
  } AS programmes,
  COLLECT {
    MATCH (viewer)-[:MEMBER_OF]->(cohort:Cohort) WHERE cohort.intake_year IS NOT NULL
    RETURN DISTINCT cohort.intake_year AS year ORDER BY year
  } AS intake_years,
  COLLECT {
    MATCH (viewer)-[job:WORKED_AT]->(:Employer)
    WHERE job.from_month IS NOT NULL AND job.function IS NOT NULL
      AND NOT EXISTS { MATCH (viewer)-[earlier:WORKED_AT]->(:Employer) WHERE earlier.from_month < job.from_month }
    RETURN DISTINCT job.function AS code ORDER BY code
  } AS start_functions,
  COLLECT {
    MATCH (viewer)-[job:WORKED_AT]->(employer:Employer)
    WHERE job.from_month IS NOT NULL
      AND NOT EXISTS { MATCH (viewer)-[earlier:WORKED_AT]->(:Employer) WHERE earlier.from_month < job.from_month }
    MATCH (employer)-[:IN_INDUSTRY]->(:Industry)-[:PART_OF*0..6]->(section:Industry)
    WHERE section.level = 'section'
    RETURN DISTINCT section.code AS code ORDER BY code
  } AS start_sections
LIMIT 1
