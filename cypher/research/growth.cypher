// name: growth
// purpose: How many of those who agreed to be in research began in each year, and how many connections between them did.
// mode: read
// params:
//   order_below: integer    only people with a smaller order key are looked at, and their connections
// returns: a row for each year and kind
//   kind: string            people or connections
//   year: integer           the year, or null
//   number: integer         how many began; of connections their ends
//   people: integer         how many people are behind that
MATCH (person:Alumnus)
WHERE person.order_key < $order_below AND person.research
WITH collect(person) AS agreed
CALL (agreed) {
  UNWIND agreed AS person
  WITH head(COLLECT {
    MATCH (person)-[stay:MEMBER_OF]->(cohort:Cohort)
    WITH coalesce(stay.from_month, cohort.intake_year * 12) AS month
    WHERE month IS NOT NULL
    RETURN month / 12 ORDER BY month LIMIT 1
  }) AS year
  RETURN 'people' AS kind, year AS began, count(*) AS counted, count(*) AS behind
  UNION ALL
  UNWIND agreed AS person
  MATCH (person)-[knows:KNOWS]-(near:Alumnus)
  WHERE near.research
  RETURN 'connections' AS kind, knows.since_month / 12 AS began, count(*) AS counted, count(DISTINCT person) AS behind
}
RETURN kind, began AS year, counted AS number, behind AS people
ORDER BY kind, year
LIMIT 5000
