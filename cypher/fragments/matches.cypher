// fragment: matches(person)
// purpose: Whether a person is what a search of the directory asks for. Everything that is said of the present job has to
//   be true of one present job, everything that is said of the time at school of one cohort.
// params:
//   filters: map   what is asked for; a name that is absent or null asks for nothing (graph_service/directory/filters.py)
(($filters.contained IS NULL OR all(part IN $filters.contained WHERE (' ' + person.search) CONTAINS part))
  AND ($filters.mentoring IS NULL OR (person:Mentor) = $filters.mentoring)
  AND ($filters.present_job IS NULL OR EXISTS {
    MATCH (person)-[job:WORKED_AT]->(employer:Employer)
    WHERE job.current
      AND ($filters.functions IS NULL OR job.function IN $filters.functions)
      AND ($filters.levels IS NULL OR job.level IN $filters.levels)
      AND ($filters.employers_now IS NULL OR employer.id IN $filters.employers_now)
      AND ($filters.industries IS NULL OR EXISTS {
        MATCH (employer)-[:IN_INDUSTRY]->(industry:Industry) WHERE industry.id IN $filters.industries
      })
  })
  AND ($filters.places IS NULL OR EXISTS {
    MATCH (person)-[home:LIVES_IN]->(place:Place) WHERE home.current AND place.id IN $filters.places
  })
  AND ($filters.membership IS NULL OR EXISTS {
    MATCH (person)-[:MEMBER_OF]->(cohort:Cohort)
    WHERE ($filters.cohorts IS NULL OR cohort.id IN $filters.cohorts)
      AND ($filters.programme_types IS NULL OR cohort.programme_type IN $filters.programme_types)
      AND ($filters.graduation_from IS NULL OR cohort.graduation_year >= $filters.graduation_from)
      AND ($filters.graduation_to IS NULL OR cohort.graduation_year <= $filters.graduation_to)
  })
  AND ($filters.employers_ever IS NULL OR EXISTS {
    MATCH (person)-[:WORKED_AT]->(employer:Employer) WHERE employer.id IN $filters.employers_ever
  })
  AND ($filters.skills IS NULL OR EXISTS {
    MATCH (person)-[has:HAS_SKILL]->(skill:Skill) WHERE has.kind = 'offered' AND skill.id IN $filters.skills
  }))
