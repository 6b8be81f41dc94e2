// name: largest_industries
// purpose: The sections and the divisions of industry with the most jobs.
// mode: read
// params:
//   limit: integer       how many
// returns: one row for each
//   code: string         of the industry
//   jobs: integer        how many present and past jobs there and below
MATCH (top:Industry)
WHERE top.level IN ['section', 'division']
CALL (top) {
  MATCH (top)<-[:PART_OF*0..6]-(industry:Industry)<-[:IN_INDUSTRY]-(employer:Employer)
  WITH DISTINCT employer
  RETURN sum(COUNT { (employer)<-[:WORKED_AT]-() }) AS jobs
}
WITH top, jobs
ORDER BY jobs DESC, top.code
LIMIT $limit
RETURN top.code AS code, jobs
