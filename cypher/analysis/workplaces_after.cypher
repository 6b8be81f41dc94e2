// name: workplaces_after
// purpose: A page of all employers with the section of their industry.
// mode: read
// params:
//   after: string        the last id of the page before; empty for the first
//   limit: integer       how many a page has
// returns: a page of rows
//   id: string         its id
//   name: string       its name
//   section: string    the code of the section, of several the first
MATCH (employer:Employer)
WHERE employer.id > $after
WITH employer
ORDER BY employer.id
LIMIT $limit
RETURN employer.id AS id, employer.name AS name, head(COLLECT {
    MATCH (employer)-[:IN_INDUSTRY]->(:Industry)-[:PART_OF*0..6]->(section:Industry) WHERE section.level = 'section'
    RETURN section.code ORDER BY section.code LIMIT 1
  }) AS section
ORDER BY id
LIMIT $limit
