// name: research_page
// purpose: Everything about some of those who agreed to be in research, as columns: lists of one length, for each stay the order
//   key of the person and the id of the place. Months that are not known, or not over, are -1. Each connection is told at the
//   end that it is stored from, if the other one agreed too.
// mode: read
// params:
//   order_keys: list      the order keys of the people
// returns: one row
//   people: map           ids, order_keys, mentors
//   memberships: map      people, places (cohorts), from_months
//   jobs: map             people, places (employers), from_months, to_months, current, functions ('' unknown), levels (0 unknown)
//   residences: map       people, places, from_months, to_months, current
//   attendance: map       people, places (events), from_months
//   acquaintances: map    people, others, since
UNWIND $order_keys AS order_key
MATCH (person:Alumnus {order_key: order_key})
WHERE person.research
WITH collect(person) AS agreed
CALL (agreed) {
  UNWIND agreed AS person
  RETURN {
    ids: collect(person.id), order_keys: collect(person.order_key), mentors: collect(coalesce(person.mentor, false))
  } AS people
}
CALL (agreed) {
  UNWIND agreed AS person
  MATCH (person)-[stay:MEMBER_OF]->(cohort:Cohort)
  RETURN {
    people: collect(person.order_key), places: collect(cohort.id), from_months: collect(coalesce(stay.from_month, -1))
  } AS memberships
}
CALL (agreed) {
  UNWIND agreed AS person
  MATCH (person)-[job:WORKED_AT]->(employer:Employer)
  RETURN {
    people: collect(person.order_key), places: collect(employer.id), from_months: collect(coalesce(job.from_month, -1)),
    to_months: collect(coalesce(job.to_month, -1)), current: collect(coalesce(job.current, false)),
    functions: collect(coalesce(job.function, '')), levels: collect(coalesce(job.level, 0))
  } AS jobs
}
CALL (agreed) {
  UNWIND agreed AS person
  MATCH (person)-[stay:LIVES_IN]->(place:Place)
  RETURN {
    people: collect(person.order_key), places: collect(place.id), from_months: collect(coalesce(stay.from_month, -1)),
    to_months: collect(coalesce(stay.to_month, -1)), current: collect(coalesce(stay.current, false))
  } AS residences
}
CALL (agreed) {
  UNWIND agreed AS person
  MATCH (person)-[:ATTENDED]->(event:Event)
  RETURN {
    people: collect(person.order_key), places: collect(event.id), from_months: collect(coalesce(event.month, -1))
  } AS attendance
}
CALL (agreed) {
  UNWIND agreed AS person
  MATCH (person)-[knows:KNOWS]->(other:Alumnus)
  WHERE other.research
  RETURN {
    people: collect(person.order_key), others: collect(other.order_key), since: collect(coalesce(knows.since_month, -1))
  } AS acquaintances
}
RETURN people, memberships, jobs, residences, attendance, acquaintances
LIMIT 1
