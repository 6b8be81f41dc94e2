// name: compare_industry
// purpose: How many people work in an industry now, by the place where they live.
// mode: read
// params:
//   industry: string   its code
// returns: one row
//   answer: list       how many, the most first
MATCH (:Industry {code: $industry})<-[:IN_INDUSTRY]-(:Employer)<-[job:WORKED_AT]-(person:Alumnus)
WHERE job.current
WITH DISTINCT person
MATCH (person)-[home:LIVES_IN]->(place:Place)
WHERE home.current
WITH place, count(DISTINCT person) AS people
ORDER BY people DESC
RETURN collect(people) AS answer
LIMIT 1
