// fragment: mentoring_facts(person, told)
// purpose: What mentoring knows of a person, as a map (graph_service/mentoring/facts.py). `told` says whether what a person
//   tells the school alone is in it: the goal, the shortlist, the reporting line.
{
  id: person.id, order_key: person.order_key, mentor: person:Mentor,
  listed: CASE WHEN person:Hidden THEN 'nobody' WHEN person:ConnectionsOnly THEN 'connections' ELSE 'members' END,
  positions: COLLECT {
    MATCH (person)-[job:WORKED_AT]->(employer:Employer)
    RETURN [employer.id, COLLECT {
      MATCH (employer)-[:IN_INDUSTRY]->(branch:Industry)
      WITH branch ORDER BY branch.code LIMIT 1
      MATCH way = (branch)-[:PART_OF*0..4]->(above:Industry)
      RETURN above.code ORDER BY length(way) DESC, above.code
    }, job.function, job.level, job.from_month, job.to_month, job.current] AS position
    ORDER BY coalesce(job.from_month, 0), employer.id, job.title
  },
  skills: COLLECT {
    MATCH (person)-[has:HAS_SKILL]->(skill:Skill)
    RETURN [has.kind, skill.id] AS skill_of ORDER BY has.kind, skill.id
  },
  cohorts: COLLECT {
    MATCH (person)-[:MEMBER_OF]->(cohort:Cohort)
    RETURN [cohort.id, cohort.programme] AS studied ORDER BY cohort.id
  },
  places: COLLECT {
    MATCH (person)-[home:LIVES_IN]->(place:Place)
    WHERE home.current
    WITH place ORDER BY coalesce(home.from_month, 0) DESC, place.id LIMIT 1
    MATCH way = (place)-[:PART_OF*0..4]->(above:Place)
    RETURN above.code ORDER BY length(way) DESC, above.code
  },
  said: head(COLLECT {
    MATCH (said:MentoringProfile)-[:OF]->(person)
    RETURN CASE WHEN told THEN said {
      .goal_industries, .goal_functions, .goal_level, .goal_types, .experience, .languages, .hours, .in_person, .reports_to,
      .shortlist, .capacity, .paused
    } ELSE said {.experience, .languages, .hours, .in_person, .capacity, .paused} END AS answers
    LIMIT 1
  }),
  active: COUNT { MATCH (person)-[mentors:MENTORS]->(:Alumnus) WHERE mentors.to IS NULL RETURN mentors }
}
