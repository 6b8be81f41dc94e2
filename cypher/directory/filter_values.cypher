// name: filter_values
// purpose: What the values of the filters mean: the things they name with everything below them, and roughly how many
//   people each leads to, so that a search can begin where there are the fewest.
// mode: read
// params:
//   viewer_id: string    who is asking, or null for staff who are not in the graph
//   sees_all: boolean    the viewer is staff, who see every record
//   industries: list     codes or ids
//   places: list         codes or ids
//   cohorts: list        ids
//   employers: list      ids
//   skills: list         ids
//   graduation: list     a first and a last year, or empty
//   programme_types: list  types of which cohorts of these years are told, or empty for any
//   text: string         full-text query, or null
//   text_limit: integer  how far the people whom the text finds are counted
// returns: one row for each value, for the graduates of the years and programme types, for the text, for the viewer's
//   connections, for theirs, for everybody, and for those whose facts are being written
//   kind: string         industry, place, cohort, employer, skill, graduation, graduates, text, first, second, everybody or
//     unfinished
//   asked: string        the value as it was given
//   ids: list            what it stands for; empty when there is no such thing that the viewer may see
//   reach: integer       about how many people it leads to
OPTIONAL MATCH (viewer:Alumnus {id: $viewer_id})
CALL (viewer) {
  UNWIND $industries AS asked
  OPTIONAL MATCH (industry:Industry)
  WHERE industry.code = asked OR industry.id = asked
  OPTIONAL MATCH (below:Industry)-[:PART_OF*0..6]->(industry)
  WITH asked, collect(DISTINCT below) AS found
  RETURN 'industry' AS kind, asked, [one IN found | one.id] AS ids,
    // About half of the jobs that employers have on average are present ones.
    COUNT { MATCH ()-[:WORKED_AT]->() } * reduce(sum = 0, one IN found | sum + COUNT { (one)<-[:IN_INDUSTRY]-() })
      / (2 * COUNT { MATCH (:Employer) } + 1) AS reach
  UNION ALL
  UNWIND $places AS asked
  OPTIONAL MATCH (place:Place)
  WHERE place.code = asked OR place.id = asked
  OPTIONAL MATCH (below:Place)-[:PART_OF*0..6]->(place)
  WITH asked, collect(DISTINCT below) AS found
  RETURN 'place' AS kind, asked, [one IN found | one.id] AS ids,
    reduce(sum = 0, one IN found | sum + COUNT { (one)<-[:LIVES_IN]-() }) AS reach
  UNION ALL
  UNWIND $cohorts AS asked
  OPTIONAL MATCH (cohort:Cohort {id: asked})
  RETURN 'cohort' AS kind, asked, CASE WHEN cohort IS NULL THEN [] ELSE [cohort.id] END AS ids,
    COUNT { (cohort)<-[:MEMBER_OF]-() } AS reach
  UNION ALL
  UNWIND $employers AS asked
  OPTIONAL MATCH (employer:Employer {id: asked})
  WHERE $sees_all OR EXISTS { MATCH (employer)<-[:WORKED_AT]-(person:Alumnus) WHERE visible(viewer, person) }
  RETURN 'employer' AS kind, asked, CASE WHEN employer IS NULL THEN [] ELSE [employer.id] END AS ids,
    COUNT { (employer)<-[:WORKED_AT]-() } AS reach
  UNION ALL
  UNWIND $skills AS asked
  OPTIONAL MATCH (skill:Skill {id: asked})
  WHERE $sees_all OR EXISTS { MATCH (skill)<-[:HAS_SKILL]-(person:Alumnus) WHERE visible(viewer, person) }
  RETURN 'skill' AS kind, asked, CASE WHEN skill IS NULL THEN [] ELSE [skill.id] END AS ids,
    COUNT { (skill)<-[:HAS_SKILL]-() } AS reach
  UNION ALL
  UNWIND CASE WHEN size($graduation) = 2 THEN ['graduation'] ELSE [] END AS asked
  OPTIONAL MATCH (cohort:Cohort)
  WHERE cohort.graduation_year >= $graduation[0] AND cohort.graduation_year <= $graduation[1]
  WITH asked, collect(cohort) AS cohorts
  RETURN 'graduation' AS kind, asked,
    [one IN cohorts WHERE size($programme_types) = 0 OR one.programme_type IN $programme_types | one.id] AS ids,
    reduce(sum = 0, one IN cohorts | sum + COUNT { (one)<-[:MEMBER_OF]-() }) AS reach
  UNION ALL
  UNWIND CASE WHEN size($graduation) = 2 THEN ['graduates'] ELSE [] END AS asked
  MATCH (cohort:Cohort)
  WHERE cohort.graduation_year >= $graduation[0] AND cohort.graduation_year <= $graduation[1]
    AND (size($programme_types) = 0 OR cohort.programme_type IN $programme_types)
  RETURN 'graduates' AS kind, asked, [] AS ids, sum(COUNT { (cohort)<-[:MEMBER_OF]-() }) AS reach
  UNION ALL
  UNWIND CASE WHEN $text IS NULL THEN [] ELSE [$text] END AS asked
  CALL db.index.fulltext.queryNodes('alumnus_search', asked, {limit: $text_limit}) YIELD node
  RETURN 'text' AS kind, asked, [] AS ids, count(node) AS reach
  UNION ALL
  WITH viewer
  RETURN 'first' AS kind, '' AS asked, [] AS ids, COUNT { (viewer)-[:KNOWS]-() } AS reach
  UNION ALL
  // From a few of the connections: how far to look is an estimate, and never told.
  WITH viewer, COUNT { (viewer)-[:KNOWS]-() } AS friends
  CALL (viewer) {
    MATCH (viewer)-[:KNOWS]-(friend)
    WITH friend LIMIT 100
    RETURN coalesce(avg(COUNT { (friend)-[:KNOWS]-() }), 0) AS friends_of_each
  }
  RETURN 'second' AS kind, '' AS asked, [] AS ids, toInteger(friends * friends_of_each) AS reach
  UNION ALL
  // Those whom the viewer sees, from the store's counts and the viewer's own connections and blocks: neither somebody
  // hidden from the viewer changes it, nor for whom a connection of theirs chose to be listed.
  WITH viewer, COUNT { MATCH (:Alumnus) } - COUNT { MATCH (:Hidden) } - COUNT { MATCH (:ConnectionsOnly) } AS listed,
    CASE WHEN viewer:Hidden OR viewer:ConnectionsOnly THEN 1 ELSE 0 END AS own
  RETURN 'everybody' AS kind, '' AS asked, [] AS ids, listed + own + COUNT {
    MATCH (viewer)-[:KNOWS]-(friend:ConnectionsOnly) WHERE NOT EXISTS { (viewer)-[:BLOCKS]-(friend) } RETURN DISTINCT friend
  } - COUNT {
    MATCH (viewer)-[:BLOCKS]-(blocked:Alumnus) WHERE NOT (blocked:Hidden OR blocked:ConnectionsOnly) RETURN DISTINCT blocked
  } AS reach
  UNION ALL
  RETURN 'unfinished' AS kind, '' AS asked, [] AS ids,
    COUNT { MATCH (:ImportPending) } + COUNT { MATCH (:FactsPending) } AS reach
}
RETURN kind, asked, ids, reach
ORDER BY kind, asked
LIMIT 500
