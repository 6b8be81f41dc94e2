// name: change_employer
// purpose: Changes an employer's own properties; null takes one away.
// mode: write
// params:
//   employer_id: string   the employer
//   changes: map          the properties
// returns: no rows
MATCH (employer:Employer {id: $employer_id})
SET employer += $changes, employer.updated_at = datetime()
