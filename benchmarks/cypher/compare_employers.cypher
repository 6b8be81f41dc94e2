// name: compare_employers
// purpose: All employers with their industries.
// mode: read
// returns: one row for each
//   name: string       the name
//   industry: string   the industry's code, or null
MATCH (employer:Employer)
RETURN employer.name AS name,
  COLLECT { MATCH (employer)-[:IN_INDUSTRY]->(industry:Industry) RETURN industry.code ORDER BY industry.code LIMIT 1 }[0] AS industry
ORDER BY name
LIMIT 10000000
