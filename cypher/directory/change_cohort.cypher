// name: change_cohort
// purpose: Changes a cohort's own properties, if nobody has since it was read; null takes one away.
// mode: write
// params:
//   cohort_id: string   the cohort
//   version: string     when it was last changed here, as it was read; empty when it never was
//   changes: map        the properties
// returns: one row, or none when there is no such cohort
//   changed: boolean    false when somebody else has changed it
MATCH (cohort:Cohort {id: $cohort_id})
SET cohort.name = cohort.name
WITH cohort, coalesce(toString(cohort.updated_at), '') = $version AS changed
FOREACH (yes IN CASE WHEN changed THEN [1] ELSE [] END | SET cohort += $changes, cohort.updated_at = datetime())
RETURN changed
LIMIT 1
