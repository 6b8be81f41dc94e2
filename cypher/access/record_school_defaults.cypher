// name: record_school_defaults
// purpose: Writes down what holds for people without an answer. From then until it is confirmed, other defaults count as
//   not applied.
// mode: write
// params:
//   listed: string              who finds them
//   show_connections: boolean   whether their connections are shown
// returns: one row
//   applied: boolean            whether everybody's labels follow these defaults already
MERGE (school:School {key: 'school'})
SET school.default_listed = $listed, school.default_show_connections = $show_connections
WITH school, coalesce(
  school.applied_listed = $listed AND school.applied_show_connections = $show_connections, false
) AS applied
FOREACH (yes IN CASE WHEN applied THEN [] ELSE [1] END | REMOVE school.applied_listed, school.applied_show_connections)
RETURN applied
LIMIT 1
