// name: compare_jobs
// purpose: Who worked where.
// mode: read
// returns: one row for each job
//   alumnus: string    the person's key
//   employer: string   the employer's name
//   current: boolean   whether it is a present job
MATCH (person:Alumnus)-[job:WORKED_AT]->(employer:Employer)
RETURN person.key AS alumnus, employer.name AS employer, job.current AS current
ORDER BY alumnus, employer
LIMIT 10000000
