// name: cohorts_after
// purpose: A page of all cohorts.
// mode: read
// params:
//   after: string        the last id of the page before; empty for the first
//   limit: integer       how many a page has
// returns: a page of rows
//   id: string                its id
//   name: string              its name
//   programme: string         its programme
//   programme_type: string    the kind of the programme
//   intake_year: integer      when its people began
MATCH (cohort:Cohort)
WHERE cohort.id > $after
RETURN cohort.id AS id, cohort.name AS name, cohort.programme AS programme, cohort.programme_type AS programme_type,
  cohort.intake_year AS intake_year
ORDER BY id
LIMIT $limit
