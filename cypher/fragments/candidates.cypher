// fragment: candidates(viewer, blocks, person, degree)
// purpose: The people that a search begins with, each once, with their degree where the way to them tells it. The
//   service chooses one way in, the one that meets the fewest; the others yield nothing. A way in may yield more people
//   than `matches` lets through, never fewer.
// params:
//   sees_all: boolean   the viewer is staff, who see every record
//   anchor: string      self, first, second, near (both), around (all these), third, third_found, text, employer, cohort,
//     graduation, skill, industry, place or everybody
//   text: string        the full-text query of the anchors `text` and `third_found`, of words and facts, or null
//   filters: map        what is asked for (graph_service/directory/filters.py)
CALL (viewer, blocks) {
  WITH viewer WHERE $anchor IN ['self', 'around'] AND viewer IS NOT NULL
  RETURN viewer AS person, 0 AS degree
  UNION ALL
  WITH viewer WHERE $anchor IN ['first', 'near', 'around']
  MATCH (viewer)-[:KNOWS]-(person)
  RETURN DISTINCT person, 1 AS degree
  UNION ALL
  WITH viewer, blocks, COLLECT { MATCH (viewer)-[:KNOWS]-(friend) RETURN friend } AS direct
  WHERE $anchor IN ['second', 'near', 'around']
  MATCH (viewer)-[:KNOWS]-(between)
  WHERE $sees_all OR NOT (between:Hidden OR between:Discreet OR between IN blocks)
  MATCH (between)-[:KNOWS]-(person)
  WHERE $sees_all OR NOT person:Discreet
  WITH DISTINCT viewer, person, direct
  WHERE person <> viewer AND NOT person IN direct
  RETURN person, 2 AS degree
  UNION ALL
  // Nearer ones may be among them.
  WITH viewer, blocks WHERE $anchor = 'third'
  UNWIND second_between(viewer, blocks) AS between
  MATCH (between)-[:KNOWS]-(person)
  WHERE $sees_all OR NOT person:Discreet
  RETURN DISTINCT person, null AS degree
  UNION ALL
  // The same, but only those whom the index finds.
  WITH viewer, blocks WHERE $anchor = 'third_found'
  WITH second_between(viewer, blocks) AS betweens, COLLECT {
    CALL db.index.fulltext.queryNodes('alumnus_search', $text) YIELD node
    RETURN node
  } AS found
  UNWIND betweens AS between
  MATCH (between)-[:KNOWS]-(person)
  WHERE person IN found AND ($sees_all OR NOT person:Discreet)
  RETURN DISTINCT person, null AS degree
  UNION ALL
  WITH viewer WHERE $anchor = 'text'
  CALL db.index.fulltext.queryNodes('alumnus_search', $text) YIELD node AS person
  RETURN person, null AS degree
  UNION ALL
  WITH viewer WHERE $anchor = 'employer'
  UNWIND coalesce($filters.employers_now, $filters.employers_ever) AS employer_id
  MATCH (:Employer {id: employer_id})<-[job:WORKED_AT]-(person)
  WHERE $filters.employers_now IS NULL OR job.current
  RETURN DISTINCT person, null AS degree
  UNION ALL
  WITH viewer WHERE $anchor = 'cohort'
  UNWIND $filters.cohorts AS cohort_id
  MATCH (:Cohort {id: cohort_id})<-[:MEMBER_OF]-(person)
  RETURN DISTINCT person, null AS degree
  UNION ALL
  WITH viewer WHERE $anchor = 'graduation'
  MATCH (cohort:Cohort)
  WHERE cohort.graduation_year >= $filters.graduation_from AND cohort.graduation_year <= $filters.graduation_to
  MATCH (cohort)<-[:MEMBER_OF]-(person)
  RETURN DISTINCT person, null AS degree
  UNION ALL
  WITH viewer WHERE $anchor = 'skill'
  UNWIND $filters.skills AS skill_id
  MATCH (:Skill {id: skill_id})<-[has:HAS_SKILL]-(person)
  WHERE has.kind = 'offered'
  RETURN DISTINCT person, null AS degree
  UNION ALL
  WITH viewer WHERE $anchor = 'industry'
  UNWIND $filters.industries AS industry_id
  MATCH (:Industry {id: industry_id})<-[:IN_INDUSTRY]-(:Employer)<-[job:WORKED_AT]-(person)
  WHERE job.current
  RETURN DISTINCT person, null AS degree
  UNION ALL
  WITH viewer WHERE $anchor = 'place'
  UNWIND $filters.places AS place_id
  MATCH (:Place {id: place_id})<-[home:LIVES_IN]-(person)
  WHERE home.current
  RETURN DISTINCT person, null AS degree
  UNION ALL
  WITH viewer WHERE $anchor = 'everybody'
  MATCH (person:Alumnus) WHERE person.order_key < CASE WHEN $anchor = 'everybody' THEN coalesce($filters.order_below, 9223372036854775807) ELSE -1 END
  RETURN person, null AS degree
}
