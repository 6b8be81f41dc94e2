// name: connection
// purpose: Another person as the viewer may see them, whether the two know each other, and whom both know. This settles
//   the first and the second degree.
// mode: read
// params:
//   viewer_id: string         who is asking
//   sees_all: boolean         the viewer is staff, who see every record
//   alumnus_id: string        the other person
//   mutual_limit: integer     how many of the people whom both know are listed
// returns: one row, or none when there is nobody of that id whom the viewer may see
//   viewer: map               the viewer as {id, name, name_latin}
//   person: map               the other person as {id, name, name_latin}
//   in_routes: boolean        whether anybody but the viewer may be shown to know this person
//   connected: boolean        whether the viewer and this person know each other
//   since: string             since when, as it was written down, or null
//   mutual_count: integer     how many people both know, as far as the viewer may see
//   mutual: list              the first of them as {id, name, name_latin}, in the order of their order keys
//   mutual_since: list        since when the first of them knows the viewer, and the person; empty when there is none
MATCH (viewer:Alumnus {id: $viewer_id})
MATCH (person:Alumnus {id: $alumnus_id})
WHERE visible(viewer, person)
OPTIONAL MATCH (viewer)-[knows:KNOWS]-(person)
WITH viewer, person, count(knows) > 0 AS connected, min(knows.since) AS since
WITH viewer, person, connected, since, shows_connections(person) AS in_routes, blocks_of(viewer) AS blocks
CALL (viewer, person, in_routes, blocks) {
  WITH viewer, person, blocks
  WHERE in_routes
  MATCH (viewer)-[near:KNOWS]-(both)-[far:KNOWS]-(person)
  USING JOIN ON both
  // Whom the viewer knows they may see, but for those who hide from all and those with a block between.
  WHERE $sees_all OR NOT (both:Hidden OR both:Discreet OR both IN blocks)
  WITH both, min(near.since) AS near_since, min(far.since) AS far_since
  ORDER BY both.order_key, both.id
  RETURN collect(both) AS known_by_both, collect([near_since, far_since]) AS known_since
}
RETURN viewer {.id, .name, .name_latin} AS viewer, person {.id, .name, .name_latin} AS person, in_routes, connected, since,
  size(known_by_both) AS mutual_count,
  [both IN known_by_both[..$mutual_limit] | both {.id, .name, .name_latin}] AS mutual,
  coalesce(known_since[0], []) AS mutual_since
LIMIT 1
