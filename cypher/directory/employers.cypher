// name: employers
// purpose: Employers at which somebody works or worked whom the viewer may see: those that a text finds, those
//   that begin with the text first.
// mode: read
// params:
//   viewer_id: string    who is asking, or null for staff who are not in the graph
//   sees_all: boolean    the viewer is staff, who see every record
//   text: string         normalised name or part of it
//   query: string        full-text query for it
//   after: list          the sort keys of the last entry of the page before, or null
//   limit: integer       how many
// returns: one row for each
//   id: string           the employer
//   name: string         its name
//   industry: map        {id, code, name, name_en}, or null
//   position: list       the sort keys
OPTIONAL MATCH (viewer:Alumnus {id: $viewer_id})
CALL db.index.fulltext.queryNodes('employer_words', $query) YIELD node AS employer
WITH viewer, employer
WHERE employer.normal_name CONTAINS $text
  OR any(alias IN coalesce(employer.alias_names, []) WHERE alias CONTAINS $text)
WITH viewer, employer, [
    CASE WHEN employer.normal_name = $text THEN 0
      WHEN employer.normal_name STARTS WITH $text THEN 1 ELSE 2 END,
    employer.normal_name, employer.id
  ] AS position
WHERE $after IS NULL OR position > $after
WITH viewer, employer, position
ORDER BY position
WITH viewer, employer, position
WHERE $sees_all OR EXISTS { MATCH (employer)<-[:WORKED_AT]-(person:Alumnus) WHERE visible(viewer, person) }
RETURN employer.id AS id, employer.name AS name,
  head(COLLECT {
    MATCH (employer)-[:IN_INDUSTRY]->(industry:Industry)
    RETURN industry {.id, .code, .name, .name_en} ORDER BY industry.code LIMIT 1
  }) AS industry, position
LIMIT $limit
