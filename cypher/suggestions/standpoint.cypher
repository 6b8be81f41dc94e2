// name: standpoint
// purpose: What suggestions to the viewer depend on beside their ties: what they look for, what their record lacks, how many
//   people they may see.
// mode: read
// params:
//   viewer_id: string   who is asking
// returns: at most one row
//   order_key: integer  of the viewer
//   person: map         the viewer as {id, name, name_latin}
//   looking_for: map    lists of what the viewer wrote: industry, employer, function, place, skill
//   jobs: integer       how many jobs the record has
//   places: integer     how many places
//   cohorts: integer    how many cohorts
//   meetings: integer   how many events and groups
//   friends: integer    1 when the viewer has connections whom they may see, 0 otherwise
//   members: integer    how many people the viewer may see
MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks, closed_connections_of(viewer) AS close
RETURN viewer.order_key AS order_key, viewer {.id, .name, .name_latin} AS person, {
    industry: coalesce(viewer.seeks_industry, []), employer: coalesce(viewer.seeks_employer, []),
    function: coalesce(viewer.seeks_function, []), place: coalesce(viewer.seeks_place, []),
    skill: coalesce(viewer.seeks_skill, [])
  } AS looking_for,
  COUNT { (viewer)-[:WORKED_AT]->() } AS jobs,
  COUNT { (viewer)-[:LIVES_IN]->() } AS places,
  COUNT { (viewer)-[:MEMBER_OF]->() } AS cohorts,
  COUNT { (viewer)-[:ATTENDED|IN_GROUP]->() } AS meetings,
  COUNT { MATCH (viewer)-[:KNOWS]-(friend:Alumnus) WHERE NOT (friend:Hidden OR friend IN blocks) RETURN friend LIMIT 1 } AS friends,
  COUNT { (:Alumnus) } - COUNT { (:Hidden) } - COUNT { (:ConnectionsOnly) }
    + size([one IN close WHERE NOT one IN blocks])
    - size([other IN blocks WHERE NOT (other:Hidden OR other:ConnectionsOnly)]) AS members
LIMIT 1
