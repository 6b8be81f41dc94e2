// name: cohort
// purpose: One cohort, and how many people of it the viewer may see.
// mode: read
// params:
//   viewer_id: string    who is asking, or null for staff who are not in the graph
//   sees_all: boolean    the viewer is staff, who see every record
//   cohort_id: string    the cohort
// returns: one row, or none
//   id: string                 the cohort
//   key: string                the school's own number, or null
//   name: string               its name
//   programme: string          what was studied, or null
//   programme_type: string     adult, online, fulltime, parttime or other, or null
//   intake_year: integer       or null
//   graduation_year: integer   or null
//   version: string            when it was last changed here; empty when it never was
//   source: string             where it comes from, or null
//   as_of: string              when that was so, or null
//   people: integer            how many
OPTIONAL MATCH (viewer:Alumnus {id: $viewer_id})
MATCH (cohort:Cohort {id: $cohort_id})
WITH viewer, cohort, blocks_of(viewer) AS blocks, closed_connections_of(viewer) AS closed
RETURN cohort.id AS id, cohort.key AS key, cohort.name AS name, cohort.programme AS programme,
  cohort.programme_type AS programme_type, cohort.intake_year AS intake_year, cohort.graduation_year AS graduation_year,
  coalesce(toString(cohort.updated_at), '') AS version, cohort.source AS source, cohort.as_of AS as_of,
  COUNT { MATCH (cohort)<-[:MEMBER_OF]-(person:Alumnus) WHERE seen(viewer, person, blocks, closed) RETURN DISTINCT person } AS people
LIMIT 1
