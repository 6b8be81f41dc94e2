// One look into the full-text index meets several filters of the directory at once: beside the words of a record there are
// facts of it (cypher/fragments/facts_of.cypher), and its names alone, so that those come first who are called so.
// People from before there were facts are given them.
MATCH (person:Alumnus)
WHERE person.facts IS NULL
CALL (person) {
  SET person.facts = ltrim(reduce(text = '', fact IN COLLECT {
    CALL (person) {
      MATCH (person)-[:WORKED_AT]->(employer:Employer)
      RETURN 'e' + left(employer.id, 8) AS fact
      UNION
      MATCH (person)-[job:WORKED_AT]->(employer:Employer)
      WHERE job.current
      UNWIND ['n' + left(employer.id, 8), 'f' + job.function, 'l' + toString(job.level)]
        + COLLECT { MATCH (employer)-[:IN_INDUSTRY]->(industry:Industry) RETURN 'i' + left(industry.id, 8) } AS fact
      RETURN fact
      UNION
      MATCH (person)-[home:LIVES_IN]->(place:Place)
      WHERE home.current
      RETURN 'p' + left(place.id, 8) AS fact
      UNION
      MATCH (person)-[:MEMBER_OF]->(cohort:Cohort)
      RETURN 'c' + left(cohort.id, 8) AS fact
      UNION
      MATCH (person)-[has:HAS_SKILL]->(skill:Skill)
      WHERE has.kind = 'offered'
      RETURN 's' + left(skill.id, 8) AS fact
      UNION
      UNWIND ['x' + replace(person.pinyin, ' ', ''), 'y' + person.initials, 'b' + toString(person.order_key / 1099511627776 % 64)] AS fact
      RETURN fact
    }
    WITH fact
    WHERE fact IS NOT NULL
    RETURN fact
    ORDER BY fact
  } | text + ' ' + fact))
} IN TRANSACTIONS OF 5000 ROWS;
DROP INDEX alumnus_words IF EXISTS;
CREATE FULLTEXT INDEX alumnus_search IF NOT EXISTS FOR (n:Alumnus) ON EACH [n.search, n.facts, n.name, n.name_latin]
  OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-no-stop-words'}};
