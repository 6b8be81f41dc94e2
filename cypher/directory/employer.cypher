// name: employer
// purpose: One employer, if somebody works or worked there whom the viewer may see, and how many such people there are.
// mode: read
// params:
//   viewer_id: string     who is asking, or null for staff who are not in the graph
//   sees_all: boolean     the viewer is staff, who see every record
//   employer_id: string   the employer
// returns: one row, or none
//   id: string            the employer
//   name: string          its name
//   aliases: list         other names
//   key: string           the school's own number, or null
//   version: string       when it was last changed here; empty when it never was
//   source: string        where it comes from, or null
//   as_of: string         when that was so, or null
//   industry: map         {id, code, name, name_en}, or null
//   people_now: integer   how many work there
//   people_ever: integer  how many work or worked there
OPTIONAL MATCH (viewer:Alumnus {id: $viewer_id})
MATCH (employer:Employer {id: $employer_id})
WITH viewer, employer, blocks_of(viewer) AS blocks, closed_connections_of(viewer) AS closed
CALL (viewer, employer, blocks, closed) {
  MATCH (employer)<-[job:WORKED_AT]-(person)
  WHERE seen(viewer, person, blocks, closed)
  WITH person, max(CASE WHEN job.current THEN 1 ELSE 0 END) AS here
  RETURN count(*) AS people_ever, coalesce(sum(here), 0) AS people_now
}
WITH employer, people_now, people_ever
WHERE $sees_all OR people_ever > 0
RETURN employer.id AS id, employer.name AS name, coalesce(employer.aliases, []) AS aliases, employer.key AS key,
  coalesce(toString(employer.updated_at), '') AS version, employer.source AS source, employer.as_of AS as_of,
  head(COLLECT {
    MATCH (employer)-[:IN_INDUSTRY]->(industry:Industry)
    RETURN industry {.id, .code, .name, .name_en} ORDER BY industry.code LIMIT 1
  }) AS industry, people_now, people_ever
LIMIT 1
