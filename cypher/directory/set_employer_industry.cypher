// name: set_employer_industry
// purpose: Puts an employer into one industry, or into none.
// mode: write
// params:
//   employer_id: string   the employer
//   industry: string      code or id, or null for none
// returns: one row, or none when there is no such industry
//   id: string            the employer
MATCH (employer:Employer {id: $employer_id})
OPTIONAL MATCH (industry:Industry) WHERE industry.code = $industry OR industry.id = $industry
WITH employer, industry
WHERE industry IS NOT NULL OR $industry IS NULL
CALL (employer) {
  MATCH (employer)-[old:IN_INDUSTRY]->(:Industry)
  DELETE old
}
FOREACH (one IN CASE WHEN industry IS NULL THEN [] ELSE [industry] END | CREATE (employer)-[:IN_INDUSTRY]->(one))
RETURN employer.id AS id
LIMIT 1
