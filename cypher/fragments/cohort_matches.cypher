// fragment: cohort_matches(cohort)
// purpose: Whether a cohort is what a search of the directory asks of the time at school.
// params:
//   filters: map   what is asked for; a name that is absent or null asks for nothing (graph_service/directory/filters.py)
(($filters.cohorts IS NULL OR cohort.id IN $filters.cohorts)
  AND ($filters.programme_types IS NULL OR cohort.programme_type IN $filters.programme_types)
  AND ($filters.graduation_from IS NULL OR cohort.graduation_year >= $filters.graduation_from)
  AND ($filters.graduation_to IS NULL OR cohort.graduation_year <= $filters.graduation_to))
