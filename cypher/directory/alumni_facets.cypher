// name: alumni_facets
// purpose: How the people who match spread over the values of the filters. Beyond a number of people the counts come from a
//   random sample of them, chosen by their order keys.
// mode: read
// params:
//   viewer_id: string        who is asking, or null for staff who are not in the graph
//   sees_all: boolean        the viewer is staff, who see every record
//   anchor: string           the way in (cypher/fragments/candidates.cypher)
//   text: string             full-text query for the anchor `text`, or null
//   filters: map             what is asked for (graph_service/directory/filters.py)
//   degrees: list            the degrees wanted, or null for any
//   present: boolean         whether employers are counted by present jobs only
//   sample_size: integer     how many people are looked at
//   most: integer            how many values of each facet are returned
// returns: one row for each value of each facet, and one of the facet `total`
//   facet: string            total, looked_at, section, division, province, city, programme_type, graduation_year,
//     employer, function or level
//   value: any               the filter's value
//   name: string             its name, or null
//   name_en: string          its English name, or null
//   people: integer          how many of those looked at have it
OPTIONAL MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks, closed_connections_of(viewer) AS closed
candidates(viewer, blocks, person, known)
WITH viewer, blocks, closed, person
WHERE matches(person) AND seen(viewer, person, blocks)
CALL (viewer, person, blocks, closed) {
  WITH person WHERE $degrees IS NULL
  RETURN true AS wanted
  UNION ALL
  WITH viewer, person, blocks, closed WHERE $degrees IS NOT NULL
  distance(viewer, person, blocks, closed, degree)
  RETURN degree IN $degrees AS wanted
}
WITH person WHERE wanted
WITH collect(person) AS found
WITH size(found) AS total, found, toInteger(ceil(1.0 * size(found) / $sample_size)) AS stride
WITH total, CASE WHEN stride <= 1 THEN found
  ELSE [person IN found WHERE (person.order_key / 4096) % stride = 0] END AS people
CALL (total, people) {
  RETURN 'total' AS facet, null AS value, null AS name, null AS name_en, total AS people_count
  UNION ALL
  RETURN 'looked_at' AS facet, null AS value, null AS name, null AS name_en, size(people) AS people_count
  UNION ALL
  UNWIND people AS person
  WITH person, COLLECT {
    MATCH (person)-[job:WORKED_AT]->(employer:Employer)-[:IN_INDUSTRY]->(leaf:Industry) WHERE job_matches(job, employer)
    RETURN DISTINCT leaf
  } AS leaves
  WITH leaves, count(*) AS having
  UNWIND leaves AS leaf
  MATCH (leaf)-[:PART_OF*0..6]->(above:Industry)
  WHERE above.level IN ['section', 'division']
  WITH DISTINCT leaves, having, above
  WITH above, sum(having) AS people_count
  RETURN above.level AS facet, above.code AS value, above.name AS name, above.name_en AS name_en, people_count
  UNION ALL
  UNWIND people AS person
  WITH person, COLLECT {
    MATCH (person)-[home:LIVES_IN]->(leaf:Place) WHERE home.current
      AND ($filters.places IS NULL OR leaf.id IN $filters.places)
    RETURN DISTINCT leaf
  } AS leaves
  WITH leaves, count(*) AS having
  UNWIND leaves AS leaf
  MATCH (leaf)-[:PART_OF*0..6]->(above:Place)
  WHERE above.kind IN ['province', 'city']
  WITH DISTINCT leaves, having, above
  WITH above, sum(having) AS people_count
  RETURN above.kind AS facet, above.code AS value, above.name AS name, above.name_en AS name_en, people_count
  UNION ALL
  UNWIND people AS person
  MATCH (person)-[:MEMBER_OF]->(cohort:Cohort) WHERE cohort_matches(cohort)
  WITH cohort.programme_type AS value, count(DISTINCT person) AS people_count
  WHERE value IS NOT NULL
  RETURN 'programme_type' AS facet, value, null AS name, null AS name_en, people_count
  UNION ALL
  UNWIND people AS person
  MATCH (person)-[:MEMBER_OF]->(cohort:Cohort) WHERE cohort_matches(cohort)
  WITH cohort.graduation_year AS value, count(DISTINCT person) AS people_count
  WHERE value IS NOT NULL
  RETURN 'graduation_year' AS facet, value, null AS name, null AS name_en, people_count
  UNION ALL
  UNWIND people AS person
  MATCH (person)-[job:WORKED_AT]->(employer:Employer)
  WHERE CASE WHEN $present THEN job_matches(job, employer)
    ELSE $filters.employers_ever IS NULL OR employer.id IN $filters.employers_ever END
  WITH employer, count(DISTINCT person) AS people_count
  ORDER BY people_count DESC, employer.id
  LIMIT $most
  RETURN 'employer' AS facet, employer.id AS value, employer.name AS name, null AS name_en, people_count
  UNION ALL
  UNWIND people AS person
  MATCH (person)-[job:WORKED_AT]->(employer:Employer) WHERE job_matches(job, employer)
  WITH job.function AS value, count(DISTINCT person) AS people_count
  WHERE value IS NOT NULL
  RETURN 'function' AS facet, value, null AS name, null AS name_en, people_count
  UNION ALL
  UNWIND people AS person
  MATCH (person)-[job:WORKED_AT]->(employer:Employer) WHERE job_matches(job, employer)
  WITH job.level AS value, count(DISTINCT person) AS people_count
  WHERE value IS NOT NULL
  RETURN 'level' AS facet, value, null AS name, null AS name_en, people_count
}
RETURN facet, value, name, name_en, people_count AS people
ORDER BY facet, people DESC, value
LIMIT 5000
