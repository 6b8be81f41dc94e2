// name: mark_employer
// purpose: Marks an employer whose people's search text and facts are yet to be written, or takes the mark away.
// mode: write
// params:
//   employer_id: string   the employer
//   pending: boolean      whether it is to be marked
// returns: no rows
MATCH (employer:Employer {id: $employer_id})
FOREACH (yes IN CASE WHEN $pending THEN [1] ELSE [] END | SET employer:FactsPending)
FOREACH (yes IN CASE WHEN $pending THEN [] ELSE [1] END | REMOVE employer:FactsPending)
