// name: marked_employers
// purpose: Employers whose people's search text and facts are yet to be written: a correction was interrupted.
// mode: read
// params:
//   limit: integer       how many at most
// returns: one row for each
//   id: string           the employer
MATCH (employer:FactsPending)
RETURN employer.id AS id
ORDER BY id
LIMIT $limit
