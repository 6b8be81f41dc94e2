// fragment: research_value(person, by)
// purpose: What somebody has of an attribute that people are counted by, or null: of their first cohort, their highest present
//   job, the place they live in. Only what is asked for is read.
CASE by
  WHEN 'programme' THEN head(COLLECT {
    MATCH (person)-[stay:MEMBER_OF]->(cohort:Cohort)
    RETURN cohort.programme ORDER BY coalesce(stay.from_month, 99999), cohort.id LIMIT 1
  })
  WHEN 'programme_type' THEN head(COLLECT {
    MATCH (person)-[stay:MEMBER_OF]->(cohort:Cohort)
    RETURN cohort.programme_type ORDER BY coalesce(stay.from_month, 99999), cohort.id LIMIT 1
  })
  WHEN 'intake_year' THEN head(COLLECT {
    MATCH (person)-[stay:MEMBER_OF]->(cohort:Cohort)
    RETURN cohort.intake_year ORDER BY coalesce(stay.from_month, 99999), cohort.id LIMIT 1
  })
  WHEN 'industry' THEN head(COLLECT {
    MATCH (person)-[job:WORKED_AT {current: true}]->(employer:Employer)
    RETURN head(COLLECT {
      MATCH (employer)-[:IN_INDUSTRY]->(:Industry)-[:PART_OF*0..6]->(section:Industry)
      WHERE section.level = 'section'
      RETURN section.code ORDER BY section.code LIMIT 1
    }) ORDER BY coalesce(job.level, 0) DESC, coalesce(job.from_month, 0) DESC, employer.id LIMIT 1
  })
  WHEN 'function' THEN head(COLLECT {
    MATCH (person)-[job:WORKED_AT {current: true}]->(employer:Employer)
    RETURN job.function ORDER BY coalesce(job.level, 0) DESC, coalesce(job.from_month, 0) DESC, employer.id LIMIT 1
  })
  WHEN 'level' THEN head(COLLECT {
    MATCH (person)-[job:WORKED_AT {current: true}]->(employer:Employer)
    RETURN job.level ORDER BY coalesce(job.level, 0) DESC, coalesce(job.from_month, 0) DESC, employer.id LIMIT 1
  })
  WHEN 'province' THEN head(COLLECT {
    MATCH (person)-[stay:LIVES_IN {current: true}]->(place:Place)
    RETURN head(COLLECT {
      MATCH (place)-[:PART_OF*0..6]->(above:Place) WHERE above.kind IN ['province', 'country']
      RETURN above.code ORDER BY above.kind = 'country', above.code LIMIT 1
    }) ORDER BY coalesce(stay.from_month, 0) DESC, place.id LIMIT 1
  })
  WHEN 'mentor' THEN CASE WHEN person.mentor THEN 'yes' ELSE 'no' END
END
