// name: cohorts
// purpose: Cohorts: all of them or those that a text finds, the latest first.
// mode: read
// params:
//   words: list        what the name or the programme has to contain, in lower case
//   after: list        the sort keys of the last entry of the page before, or null
//   limit: integer     how many
// returns: one row for each
//   id: string                 the cohort
//   name: string               its name
//   programme: string          what was studied, or null
//   programme_type: string     adult, online, fulltime, parttime or other, or null
//   intake_year: integer       or null
//   graduation_year: integer   or null
//   position: list             the sort keys
MATCH (cohort:Cohort)
WHERE cohort.name >= ''
  AND all(word IN $words WHERE toLower(cohort.name) CONTAINS word OR toLower(cohort.programme) CONTAINS word)
WITH cohort, [-coalesce(cohort.graduation_year, 0), cohort.name, cohort.id] AS position
WHERE $after IS NULL OR position > $after
RETURN cohort.id AS id, cohort.name AS name, cohort.programme AS programme, cohort.programme_type AS programme_type,
  cohort.intake_year AS intake_year, cohort.graduation_year AS graduation_year, position
ORDER BY position
LIMIT $limit
