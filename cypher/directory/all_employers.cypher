// name: all_employers
// purpose: Employers at which somebody works or worked whom the viewer may see, by name, walked in the order of an index.
// mode: read
// params:
//   viewer_id: string    who is asking, or null for staff who are not in the graph
//   sees_all: boolean    the viewer is staff, who see every record
//   from_name: string    normalised name of the last entry of the page before, or an empty text
//   limit: integer       how many
// returns: one row for each
//   id: string           the employer
//   name: string         its name
//   industry: map        {id, code, name, name_en}, or null
//   position: list       the sort keys
OPTIONAL MATCH (viewer:Alumnus {id: $viewer_id})
MATCH (employer:Employer)
WHERE employer.normal_name > $from_name
WITH viewer, employer
ORDER BY employer.normal_name
WITH viewer, employer
WHERE $sees_all OR EXISTS { MATCH (employer)<-[:WORKED_AT]-(person:Alumnus) WHERE visible(viewer, person) }
RETURN employer.id AS id, employer.name AS name,
  head(COLLECT {
    MATCH (employer)-[:IN_INDUSTRY]->(industry:Industry)
    RETURN industry {.id, .code, .name, .name_en} ORDER BY industry.code LIMIT 1
  }) AS industry, [0, employer.normal_name, employer.id] AS position
LIMIT $limit
