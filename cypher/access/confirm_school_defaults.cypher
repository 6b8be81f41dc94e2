// name: confirm_school_defaults
// purpose: Writes down that everybody's labels follow these defaults, unless others were set in the meantime.
// mode: write
// params:
//   listed: string              who finds people without an answer
//   show_connections: boolean   whether their connections are shown
// returns: no rows
MATCH (school:School {key: 'school'})
SET school.key = school.key
WITH school
WHERE school.default_listed = $listed AND school.default_show_connections = $show_connections
SET school.applied_listed = $listed, school.applied_show_connections = $show_connections
