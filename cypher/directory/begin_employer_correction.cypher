// name: begin_employer_correction
// purpose: Holds an employer so that nobody else changes it before this transaction ends, and says what it is now.
// mode: write
// params:
//   employer_id: string   the employer
// returns: one row, or none when there is no such employer
//   version: string       when it was last changed here; empty when it never was
//   name: string          as it is now
MATCH (employer:Employer {id: $employer_id})
SET employer.normal_name = employer.normal_name
RETURN coalesce(toString(employer.updated_at), '') AS version, employer.name AS name
LIMIT 1
