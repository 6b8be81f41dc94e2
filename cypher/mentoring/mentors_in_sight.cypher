// name: mentors_in_sight
// purpose: Those of these people who are mentors and whom the mentee may see, and how sought after they are.
// mode: read
// params:
//   viewer_id: string    the mentee
//   sees_all: boolean    never true here: it is the mentee's view that counts
//   alumnus_ids: list    the people
//   most: integer        counting how sought after somebody is stops here
// returns: one row for each of them
//   id: string           the mentor
//   shown_to: integer    to how many people whom the mentee may see, the mentee left out, this mentor was shown
//   mentored: integer    how many people whom the mentee may see, the mentee left out, this mentor has or had
//   sees_mentee: boolean whether the mentor may see the mentee
MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks, closed_connections_of(viewer) AS close
UNWIND $alumnus_ids AS alumnus_id
MATCH (person:Alumnus {id: alumnus_id})
WHERE person:Mentor AND person <> viewer AND seen(viewer, person, blocks, close)
RETURN person.id AS id,
  COUNT {
    MATCH (person)<-[:WAS_SHOWN_MENTOR]-(looker:Alumnus)
    WHERE seen(viewer, looker, blocks, close) AND looker <> viewer
    RETURN looker
    LIMIT $most
  } AS shown_to,
  COUNT {
    MATCH (person)-[:MENTORS]->(mentee:Alumnus)
    WHERE seen(viewer, mentee, blocks, close) AND mentee <> viewer
    RETURN mentee
    LIMIT $most
  } AS mentored,
  sees_mentee(viewer, person) AS sees_mentee
ORDER BY id
LIMIT 1000
