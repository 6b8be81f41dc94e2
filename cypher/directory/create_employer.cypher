// name: create_employer
// purpose: A new employer.
// mode: write
// params:
//   employer_id: string   the new id
//   properties: map       name, normal_name, aliases, alias_names and whatever else is known
// returns: one row
//   id: string            the employer
CREATE (employer:Employer {id: $employer_id})
SET employer += $properties, employer.updated_at = datetime()
RETURN employer.id AS id
LIMIT 1
