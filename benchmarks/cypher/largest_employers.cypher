// name: largest_employers
// purpose: The employers with the most present jobs.
// mode: read
// params:
//   limit: integer       how many
// returns: one row for each
//   id: string           the employer
//   jobs: integer        how many present and past jobs
MATCH (employer:Employer)
WITH employer, COUNT { (employer)<-[:WORKED_AT]-() } AS jobs
ORDER BY jobs DESC, employer.id
LIMIT $limit
RETURN employer.id AS id, jobs
