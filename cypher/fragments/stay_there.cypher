// fragment: stay_there(target, destination)
// purpose: The first of the times that `times_there` gives, as [first month, last month, current]; null where there is none.
//   `destination` are the employers or places that `destination_of` gives.
// params:
//   kind: string   employer, industry, place or alumnus
CASE $kind
  WHEN 'alumnus' THEN null
  WHEN 'place' THEN head(COLLECT {
    MATCH (target)-[stay:LIVES_IN]->(home)
    WHERE home IN destination
    WITH stay, home, coalesce(stay.current, false) AS current
    ORDER BY current DESC, coalesce(stay.to_month, stay.from_month, 0) DESC, coalesce(stay.from_month, 0) DESC, home.id
    LIMIT 1
    RETURN [stay.from_month, stay.to_month, current] AS time
  })
  ELSE head(COLLECT {
    MATCH (target)-[job:WORKED_AT]->(workplace)
    WHERE workplace IN destination
    WITH job, workplace, coalesce(job.current, false) AS current
    ORDER BY current DESC, coalesce(job.to_month, job.from_month, 0) DESC, coalesce(job.from_month, 0) DESC,
      workplace.id, job.title
    LIMIT 1
    RETURN [job.from_month, job.to_month, current] AS time
  })
END
