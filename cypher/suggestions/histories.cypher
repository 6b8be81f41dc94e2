// name: histories
// purpose: What every member may see of everybody, with its times, a batch of people at a time: what rankings are evaluated
//   on. Whoever does not show connections is connected with nobody here.
// mode: read
// params:
//   after: integer    the order key of the last person of the batch before, -1 at the beginning
//   limit: integer    how many people
// returns: one row for each person whom every member may see, in the order of order keys
//   id: string           the person
//   order_key: integer   its order key
//   friends: list        [id, month since which they know each other or null], each two people once
//   times: list          [kind, id of the cohort, employer, event or group, its month or null, first month, last one, still]
//   homes: list          [id of the place, first month, last one, still]
//   branches: list       [id of the industry, first month, last one, still]
//   intakes: list        years
MATCH (person:Alumnus)
WHERE person.order_key > $after AND NOT person:Hidden|ConnectionsOnly
WITH person
ORDER BY person.order_key, person.id
LIMIT $limit
RETURN person.id AS id, person.order_key AS order_key,
  COLLECT {
    MATCH (person)-[knows:KNOWS]-(friend:Alumnus)
    WHERE NOT person:Discreet AND NOT friend:Hidden|ConnectionsOnly|Discreet AND person.id < friend.id
    RETURN [friend.id, knows.since_month]
  } AS friends,
  COLLECT {
    MATCH (person)-[held:MEMBER_OF|WORKED_AT|ATTENDED|IN_GROUP]->(context)
    RETURN [
      CASE
        WHEN context:Cohort THEN 'cohort'
        WHEN context:Employer THEN 'employer'
        WHEN context:Event THEN 'event'
        ELSE 'group'
      END, context.id,
      CASE WHEN context:Cohort THEN context.graduation_year * 12 + 5 ELSE context.month END,
      held.from_month, held.to_month, CASE WHEN context:Employer THEN held.current ELSE held.to_month IS NULL END
    ]
  } AS times,
  COLLECT {
    MATCH (person)-[held:LIVES_IN]->(place:Place)
    RETURN [place.id, held.from_month, held.to_month, held.current]
  } AS homes,
  COLLECT {
    MATCH (person)-[held:WORKED_AT]->(:Employer)-[:IN_INDUSTRY]->(industry:Industry)
    RETURN [industry.id, held.from_month, held.to_month, held.current]
  } AS branches,
  COLLECT {
    MATCH (person)-[:MEMBER_OF]->(cohort:Cohort)
    RETURN cohort.intake_year
  } AS intakes
ORDER BY order_key, id
LIMIT 10000
