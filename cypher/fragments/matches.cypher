// fragment: matches(person)
// purpose: Whether a person is what a search of the directory asks for. Everything that is said of the present job has to
//   be true of one present job, everything that is said of the time at school of one cohort. What the way in has made sure
//   of already (`candidates`) is not looked at again: present_job, residence, membership, any_job and skilled are null then.
// params:
//   filters: map   what is asked for; a name that is absent or null asks for nothing (graph_service/directory/filters.py)
(($filters.contained IS NULL OR all(part IN $filters.contained WHERE (' ' + person.search) CONTAINS part))
  AND ($filters.mentoring IS NULL OR (person:Mentor) = $filters.mentoring)
  AND ($filters.present_job IS NULL OR EXISTS {
    MATCH (person)-[job:WORKED_AT]->(employer:Employer) WHERE job_matches(job, employer)
  })
  AND ($filters.residence IS NULL OR EXISTS {
    MATCH (person)-[home:LIVES_IN]->(place:Place) WHERE home.current AND place.id IN $filters.places
  })
  AND ($filters.membership IS NULL OR EXISTS {
    MATCH (person)-[:MEMBER_OF]->(cohort:Cohort) WHERE cohort_matches(cohort)
  })
  AND ($filters.any_job IS NULL OR EXISTS {
    MATCH (person)-[:WORKED_AT]->(employer:Employer) WHERE employer.id IN $filters.employers_ever
  })
  AND ($filters.skilled IS NULL OR EXISTS {
    MATCH (person)-[has:HAS_SKILL]->(skill:Skill) WHERE has.kind = 'offered' AND skill.id IN $filters.skills
  }))
