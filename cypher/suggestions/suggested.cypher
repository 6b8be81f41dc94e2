// name: suggested
// purpose: What a suggestion says of each of these people beside the tie: what both are in now, and what of it the viewer
//   looks for; and whether there is a reason not to show them.
// mode: read
// params:
//   viewer_id: string      who is asking
//   sees_all: boolean      the viewer is staff, who see every record
//   order_keys: list       of the people
//   wishes: map            ids of industries, employers, places and skills, and functions, as lists
//   most_shown: integer    counting to how many people somebody was shown stops here
//   today: string          the present day
// returns: one row for each of them whom the viewer may see
//   order_key: integer     of the person
//   person: map            the person as {id, name, name_latin}
//   connected: boolean     whether the two know each other
//   dismissed: boolean     whether the viewer does not want this person suggested, now or ever
//   times: integer         how often the viewer was shown this person
//   shown_to: integer      to how many people whom the viewer may see, the viewer left out, this person was shown
//   places: list           where both live now: {id, name, name_en}
//   industries: list       what both work in now: {id, name, name_en}
//   years: integer         the fewest years between an intake of each, or null
//   wished: list           what the viewer looks for and this person has: {kind, id, name}
MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks, closed_connections_of(viewer) AS close,
  COLLECT { MATCH (viewer)-[lives:LIVES_IN]->(home:Place) WHERE lives.current RETURN home.id } AS homes,
  COLLECT {
    MATCH (viewer)-[works:WORKED_AT]->(:Employer)-[:IN_INDUSTRY]->(branch:Industry)
    WHERE works.current
    RETURN branch.id
  } AS branches,
  COLLECT { MATCH (viewer)-[:MEMBER_OF]->(own:Cohort) WHERE own.intake_year IS NOT NULL RETURN own.intake_year } AS intakes
UNWIND $order_keys AS wanted
MATCH (person:Alumnus {order_key: wanted})
WHERE seen(viewer, person, blocks, close) AND person <> viewer
OPTIONAL MATCH (viewer)-[shown:WAS_SHOWN]->(person)
OPTIONAL MATCH (viewer)-[dismissal:DISMISSED]->(person)
WITH viewer, person, blocks, close, homes, branches, intakes, max(shown.times) AS times,
  count(CASE WHEN dismissal.until IS NULL OR dismissal.until > $today THEN dismissal END) > 0 AS dismissed
RETURN person.order_key AS order_key, person {.id, .name, .name_latin} AS person,
  EXISTS { (viewer)-[:KNOWS]-(person) } AS connected,
  dismissed, coalesce(times, 0) AS times,
  COUNT {
    MATCH (person)<-[:WAS_SHOWN]-(looker:Alumnus)
    WHERE seen(viewer, looker, blocks, close) AND looker <> viewer
    RETURN looker
    LIMIT $most_shown
  } AS shown_to,
  COLLECT {
    MATCH (person)-[stays:LIVES_IN]->(place:Place)
    WHERE stays.current AND place.id IN homes
    RETURN DISTINCT place {.id, .name, .name_en} AS place
    ORDER BY place.id
  } AS places,
  COLLECT {
    MATCH (person)-[job:WORKED_AT]->(:Employer)-[:IN_INDUSTRY]->(industry:Industry)
    WHERE job.current AND industry.id IN branches
    RETURN DISTINCT industry {.id, .name, .name_en} AS industry
    ORDER BY industry.id
  } AS industries,
  reduce(nearest = null, apart IN COLLECT {
    MATCH (person)-[:MEMBER_OF]->(cohort:Cohort)
    UNWIND intakes AS intake
    WITH abs(cohort.intake_year - intake) AS apart
    WHERE apart IS NOT NULL
    RETURN apart
  } | CASE WHEN nearest < apart THEN nearest ELSE apart END) AS years,
  COLLECT {
    CALL (person) {
      MATCH (person)-[works_now:WORKED_AT]->(at:Employer)
      WHERE works_now.current AND (at.id IN $wishes.employers OR works_now.function IN $wishes.functions)
      UNWIND CASE WHEN at.id IN $wishes.employers THEN [{kind: 'employer', id: at.id, name: at.name}] ELSE [] END
        + CASE WHEN works_now.function IN $wishes.functions
            THEN [{kind: 'function', id: works_now.function, name: works_now.function}] ELSE [] END AS wish
      RETURN wish
      UNION
      MATCH (person)-[works_in:WORKED_AT]->(:Employer)-[:IN_INDUSTRY]->(sought:Industry)
      WHERE works_in.current AND sought.id IN $wishes.industries
      RETURN {kind: 'industry', id: sought.id, name: sought.name} AS wish
      UNION
      MATCH (person)-[lives_there:LIVES_IN]->(there:Place)
      WHERE lives_there.current AND there.id IN $wishes.places
      RETURN {kind: 'place', id: there.id, name: there.name} AS wish
      UNION
      MATCH (person)-[offers:HAS_SKILL]->(skill:Skill)
      WHERE offers.kind = 'offered' AND skill.id IN $wishes.skills
      RETURN {kind: 'skill', id: skill.id, name: skill.name} AS wish
    }
    RETURN DISTINCT wish
    ORDER BY wish.kind, wish.id
  } AS wished
ORDER BY order_key, person.id
LIMIT 5000
