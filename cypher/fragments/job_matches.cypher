// fragment: job_matches(job, employer)
// purpose: Whether a job is what a search of the directory asks of the present job.
// params:
//   filters: map   what is asked for; a name that is absent or null asks for nothing (graph_service/directory/filters.py)
(job.current
  AND ($filters.functions IS NULL OR job.function IN $filters.functions)
  AND ($filters.levels IS NULL OR job.level IN $filters.levels)
  AND ($filters.employers_now IS NULL OR employer.id IN $filters.employers_now)
  AND ($filters.industries IS NULL OR EXISTS {
    MATCH (employer)-[:IN_INDUSTRY]->(industry:Industry) WHERE industry.id IN $filters.industries
  }))
