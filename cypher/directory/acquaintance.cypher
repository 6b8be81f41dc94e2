// name: acquaintance
// purpose: Of each of some people, whether the viewer knows them and how many people both know.
// mode: read
// params:
//   viewer_id: string    who is asking
//   sees_all: boolean    the viewer is staff, who see every record
//   ids: list            the people, at most a page of them
// returns: one row for each of them whom the viewer may see, the viewer left out
//   id: string              the person
//   connected: boolean      whether the two know each other
//   mutual_count: integer   how many people both know, as far as the viewer may see
MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks
CALL (viewer, blocks) {
  MATCH (viewer)-[:KNOWS]-(both:Alumnus)-[:KNOWS]-(person:Alumnus)
  USING JOIN ON both
  WHERE person.id IN $ids AND person <> viewer AND ($sees_all OR NOT person:Discreet)
    AND ($sees_all OR NOT (both:Hidden OR both:Discreet OR both IN blocks))
  WITH person, count(DISTINCT both) AS mutual_count
  RETURN collect({id: person.id, mutual_count: mutual_count}) AS counted
}
UNWIND $ids AS wanted
MATCH (person:Alumnus {id: wanted})
WHERE person <> viewer AND visible(viewer, person)
RETURN person.id AS id, EXISTS { (viewer)-[:KNOWS]-(person) } AS connected,
  coalesce(head([entry IN counted WHERE entry.id = person.id | entry.mutual_count]), 0) AS mutual_count
ORDER BY id
LIMIT 100
