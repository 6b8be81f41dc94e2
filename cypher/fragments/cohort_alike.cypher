// fragment: cohort_alike(cohort)
// purpose: Whether a cohort is of the programmes and years that make a group of alumni.
// params:
//   group: map   who is in the group; a name that is absent or null asks for nothing (graph_service/careers/alike.py)
(($group.programmes IS NULL OR cohort.programme IN $group.programmes)
  AND ($group.programme_types IS NULL OR cohort.programme_type IN $group.programme_types)
  AND ($group.intake_from IS NULL OR cohort.intake_year >= $group.intake_from)
  AND ($group.intake_to IS NULL OR cohort.intake_year <= $group.intake_to)
  AND ($group.graduation_from IS NULL OR cohort.graduation_year >= $group.graduation_from)
  AND ($group.graduation_to IS NULL OR cohort.graduation_year <= $group.graduation_to))
