// fragment: alike(person)
// purpose: Whether a person is of a group of alumni by their time at school, all of which has to be true of one cohort, and by
//   how their career began: a job of theirs than which none began earlier, as far as it is known when jobs began.
// params:
//   group: map   who is in the group; a name that is absent or null asks for nothing (graph_service/careers/alike.py)
(($group.by_cohort IS NULL OR EXISTS {
    MATCH (person)-[:MEMBER_OF]->(cohort:Cohort) WHERE cohort_alike(cohort)
  })
  AND ($group.by_start IS NULL OR EXISTS {
    MATCH (person)-[first:WORKED_AT]->(starting:Employer)
    WHERE first.from_month IS NOT NULL
      AND ($group.start_functions IS NULL OR first.function IN $group.start_functions)
      AND ($group.start_industries IS NULL OR EXISTS {
        MATCH (starting)-[:IN_INDUSTRY]->(industry:Industry) WHERE industry.id IN $group.start_industries
      })
      AND NOT EXISTS { MATCH (person)-[earlier:WORKED_AT]->(:Employer) WHERE earlier.from_month < first.from_month }
  }))
