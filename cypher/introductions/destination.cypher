// name: destination
// purpose: What the viewer asks for an introduction to: an employer, an industry or a place with everything below it, or a
//   person; and roughly how many people that leads to, so that the search can begin where there are fewer.
// mode: read
// params:
//   viewer_id: string     who is asking
//   sees_all: boolean     false here: an introduction is between members, whatever else they are
//   kind: string          employer, industry, place or alumnus
//   asked: string         its id; of an industry or a place its code as well
// returns: one row, or none when there is no such thing that the viewer may see
//   id: string            of it
//   name: string          of it
//   name_en: string       its English name, a person's name in Latin letters, or null
//   ids: list             of it and everything below it
//   reach: integer        about how many people it leads to
//   connected: boolean    the person is known to the viewer
//   viewer: map           the viewer as {id, name, name_latin}
MATCH (viewer:Alumnus {id: $viewer_id})
CALL (viewer) {
  WITH viewer WHERE $kind = 'employer'
  MATCH (employer:Employer {id: $asked})
  WHERE EXISTS { MATCH (employer)<-[:WORKED_AT]-(person:Alumnus) WHERE visible(viewer, person) }
  RETURN employer.id AS id, employer.name AS name, null AS name_en, [employer.id] AS ids,
    COUNT { (employer)<-[:WORKED_AT]-() } AS reach, false AS connected
  UNION ALL
  WITH viewer WHERE $kind = 'industry'
  MATCH (industry:Industry)
  WHERE industry.code = $asked OR industry.id = $asked
  MATCH (below:Industry)-[:PART_OF*0..6]->(industry)
  WITH industry, collect(DISTINCT below) AS found
  RETURN industry.id AS id, industry.name AS name, industry.name_en AS name_en, [one IN found | one.id] AS ids,
    // As many at each employer as on average.
    COUNT { MATCH ()-[:WORKED_AT]->() } * reduce(sum = 0, one IN found | sum + COUNT { (one)<-[:IN_INDUSTRY]-() })
      / (COUNT { MATCH (:Employer) } + 1) AS reach, false AS connected
  UNION ALL
  WITH viewer WHERE $kind = 'place'
  MATCH (place:Place)
  WHERE place.code = $asked OR place.id = $asked
  MATCH (below:Place)-[:PART_OF*0..6]->(place)
  WITH place, collect(DISTINCT below) AS found
  RETURN place.id AS id, place.name AS name, place.name_en AS name_en, [one IN found | one.id] AS ids,
    reduce(sum = 0, one IN found | sum + COUNT { (one)<-[:LIVES_IN]-() }) AS reach, false AS connected
  UNION ALL
  WITH viewer WHERE $kind = 'alumnus'
  MATCH (person:Alumnus {id: $asked})
  WHERE visible(viewer, person)
  RETURN person.id AS id, person.name AS name, person.name_latin AS name_en, [person.id] AS ids, 1 AS reach,
    EXISTS { (viewer)-[:KNOWS]-(person) } AS connected
}
RETURN id, name, name_en, ids, reach, connected, viewer {.id, .name, .name_latin} AS viewer
ORDER BY id
LIMIT 1
