// name: alumni_facets
// purpose: How the people who match spread over the values of the filters. Beyond a number of people the counts come from a
//   random sample of them, chosen by their order keys: of those whom the way in meets, and of those of them who match.
// mode: read
// params:
//   viewer_id: string        who is asking, or null for staff who are not in the graph
//   sees_all: boolean        the viewer is staff, who see every record
//   anchor: string           the way in (cypher/fragments/candidates.cypher)
//   text: string             full-text query for the anchors `text` and `third_found`, or null
//   filters: map             what is asked for (graph_service/directory/filters.py)
//   degrees: list            the degrees wanted, or null for any
//   both_sides: boolean      whether distances are found from both ends, which suits few people and a viewer who knows many
//   present: boolean         whether employers are counted by present jobs only
//   looked_through: integer  of how many people it is seen whether they match
//   sample_size: integer     how many of those who match are looked at
//   most: integer            how many values of each facet are returned
// returns: one row for each value of each facet, and one for each of these numbers: `candidates` met by the way in, those
//   `looked_through` to see if they match, the `total` of these who do, and those `looked_at` for the counts
//   facet: string            the facet or the number
//   value: any               the filter's value
//   name: string             its name, or null
//   name_en: string          its English name, or null
//   people: integer          how many of those looked at have it
OPTIONAL MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks, closed_connections_of(viewer) AS closed
WITH viewer, blocks, closed, friends_asked(viewer, blocks) AS friends
WITH viewer, blocks, closed, friends, bridges_of(viewer, blocks, friends) AS bridges
candidates(viewer, blocks, person, known)
WITH viewer, blocks, closed, friends, bridges, person
WHERE seen(viewer, person, blocks, closed)
WITH viewer, blocks, closed, friends, bridges, collect(person) AS met
WITH viewer, blocks, closed, friends, bridges, met, toInteger(ceil(1.0 * size(met) / $looked_through)) AS stride
WITH viewer, blocks, closed, friends, bridges, size(met) AS candidates, CASE WHEN stride <= 1 THEN met
  ELSE [person IN met WHERE (person.order_key / 4096) % stride = 0] END AS looked_through
CALL (viewer, blocks, closed, friends, bridges, looked_through) {
  UNWIND looked_through AS person
  WITH viewer, blocks, closed, friends, bridges, person
  WHERE matches(person) AND ($degrees IS NULL OR degree_within(viewer, person, friends, bridges, blocks) IN $degrees)
  RETURN collect(person) AS found
}
WITH candidates, size(looked_through) AS looked_through, size(found) AS total, found,
  toInteger(ceil(1.0 * size(found) / $sample_size)) AS stride
WITH candidates, looked_through, total, CASE WHEN stride <= 1 THEN found
  ELSE [person IN found WHERE person.order_key % stride = 0] END AS people
// What each person has is read once; the counts are made from that.
CALL (people) {
  UNWIND people AS person
  RETURN collect({
    held: COLLECT {
      MATCH (person)-[job:WORKED_AT]->(employer:Employer)
      RETURN {employer: employer, function: job.function, level: job.level, fits: job_matches(job, employer)}
    },
    homes: COLLECT { MATCH (person)-[home:LIVES_IN]->(place:Place) WHERE home.current RETURN DISTINCT place },
    cohorts: COLLECT {
      MATCH (person)-[:MEMBER_OF]->(cohort:Cohort) WHERE cohort_matches(cohort)
      RETURN {type: cohort.programme_type, year: cohort.graduation_year}
    }
  }) AS facts
}
CALL (candidates, looked_through, total, facts) {
  RETURN 'candidates' AS facet, null AS value, null AS name, null AS name_en, candidates AS people_count
  UNION ALL
  RETURN 'looked_through' AS facet, null AS value, null AS name, null AS name_en, looked_through AS people_count
  UNION ALL
  RETURN 'total' AS facet, null AS value, null AS name, null AS name_en, total AS people_count
  UNION ALL
  RETURN 'looked_at' AS facet, null AS value, null AS name, null AS name_en, size(facts) AS people_count
  UNION ALL
  UNWIND facts AS fact
  WITH [job IN fact.held WHERE job.fits | job.employer] AS employers, count(*) AS having
  WHERE size(employers) > 0
  UNWIND employers AS employer
  MATCH (employer)-[:IN_INDUSTRY]->(:Industry)-[:PART_OF*0..6]->(above:Industry)
  WHERE above.level IN ['section', 'division']
  WITH DISTINCT employers, having, above
  WITH above, sum(having) AS people_count
  RETURN above.level AS facet, above.code AS value, above.name AS name, above.name_en AS name_en, people_count
  UNION ALL
  UNWIND facts AS fact
  WITH fact.homes AS homes, count(*) AS having
  UNWIND homes AS home
  MATCH (home)-[:PART_OF*0..6]->(above:Place)
  WHERE above.kind IN ['province', 'city']
  WITH DISTINCT homes, having, above
  WITH above, sum(having) AS people_count
  RETURN above.kind AS facet, above.code AS value, above.name AS name, above.name_en AS name_en, people_count
  UNION ALL
  UNWIND range(0, size(facts) - 1) AS nth
  UNWIND facts[nth].cohorts AS cohort
  WITH cohort.type AS value, count(DISTINCT nth) AS people_count
  WHERE value IS NOT NULL
  RETURN 'programme_type' AS facet, value, null AS name, null AS name_en, people_count
  UNION ALL
  UNWIND range(0, size(facts) - 1) AS nth
  UNWIND facts[nth].cohorts AS cohort
  WITH cohort.year AS value, count(DISTINCT nth) AS people_count
  WHERE value IS NOT NULL
  RETURN 'graduation_year' AS facet, value, null AS name, null AS name_en, people_count
  UNION ALL
  UNWIND range(0, size(facts) - 1) AS nth
  UNWIND facts[nth].held AS job
  WITH nth, job.employer AS employer, job.fits AS fits
  WHERE CASE WHEN $present THEN fits ELSE $filters.employers_ever IS NULL OR employer.id IN $filters.employers_ever END
  WITH employer, count(DISTINCT nth) AS people_count
  ORDER BY people_count DESC, employer.id
  LIMIT $most
  RETURN 'employer' AS facet, employer.id AS value, employer.name AS name, null AS name_en, people_count
  UNION ALL
  UNWIND range(0, size(facts) - 1) AS nth
  UNWIND facts[nth].held AS job
  WITH nth, job.function AS value, job.fits AS fits
  WHERE fits AND value IS NOT NULL
  WITH value, count(DISTINCT nth) AS people_count
  RETURN 'function' AS facet, value, null AS name, null AS name_en, people_count
  UNION ALL
  UNWIND range(0, size(facts) - 1) AS nth
  UNWIND facts[nth].held AS job
  WITH nth, job.level AS value, job.fits AS fits
  WHERE fits AND value IS NOT NULL
  WITH value, count(DISTINCT nth) AS people_count
  RETURN 'level' AS facet, value, null AS name, null AS name_en, people_count
}
// Gathered into one list, so that the rows do not carry what they were counted from while they are sorted.
WITH collect([facet, value, name, name_en, people_count]) AS counts
UNWIND counts AS counted
RETURN counted[0] AS facet, counted[1] AS value, counted[2] AS name, counted[3] AS name_en, counted[4] AS people
ORDER BY facet, people DESC, value
LIMIT 5000
