// name: create_cohort
// purpose: A new cohort.
// mode: write
// params:
//   cohort_id: string   the new id
//   properties: map     all that is known of it
// returns: one row
//   id: string          the cohort
CREATE (cohort:Cohort {id: $cohort_id})
SET cohort += $properties, cohort.updated_at = datetime()
RETURN cohort.id AS id
LIMIT 1
