// fragment: times_there(target)
// purpose: The times of that person there, each as {id, name, title, since, until, from_month, to_month, current}; the present
//   ones first, then the latest.
// params:
//   kind: string   employer, industry, place or alumnus
//   there: list    ids of the employer, of the industries or the places, or of the person
CASE $kind
  WHEN 'alumnus' THEN []
  WHEN 'place' THEN COLLECT {
    MATCH (target)-[stay:LIVES_IN]->(home:Place)
    WHERE home.id IN $there
    RETURN {id: home.id, name: home.name, title: null, since: stay.from, until: stay.to, from_month: stay.from_month,
      to_month: stay.to_month, current: coalesce(stay.current, false)} AS time
    ORDER BY time.current DESC, coalesce(stay.to_month, stay.from_month, 0) DESC, coalesce(stay.from_month, 0) DESC, home.id
  }
  ELSE COLLECT {
    MATCH (target)-[job:WORKED_AT]->(workplace:Employer)
    WHERE CASE $kind
      WHEN 'employer' THEN workplace.id IN $there
      ELSE EXISTS { MATCH (workplace)-[:IN_INDUSTRY]->(industry:Industry) WHERE industry.id IN $there }
    END
    RETURN {id: workplace.id, name: workplace.name, title: job.title, since: job.from, until: job.to,
      from_month: job.from_month, to_month: job.to_month, current: coalesce(job.current, false)} AS time
    ORDER BY time.current DESC, coalesce(job.to_month, job.from_month, 0) DESC, coalesce(job.from_month, 0) DESC,
      workplace.id, job.title
  }
END
