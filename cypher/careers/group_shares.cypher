// name: group_shares
// purpose: How many of some people whom the viewer may see, the same random ones each time, meet each thing that is asked of a
//   group, which decides where its count begins. Nobody who is hidden from the viewer changes it.
// mode: read
// params:
//   viewer_id: string     who is asking, or null for somebody who is not in the graph
//   sees_all: boolean     the viewer is staff, who see every record
//   filters: map          what is asked of the present (graph_service/directory/filters.py)
//   group: map            who is in the group (graph_service/careers/alike.py)
//   sample_size: integer  how many are looked at
// returns: one row
//   looked_at: integer    how many were looked at
//   cohort: integer       how many of them were in a cohort of the group
//   employer: integer     how many work at one of the employers
//   industry: integer     how many work in one of the industries
//   place: integer        how many live in one of the places
OPTIONAL MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks, closed_connections_of(viewer) AS closed
MATCH (person:Alumnus)
WHERE person.order_key >= 0
WITH viewer, blocks, closed, person
ORDER BY person.order_key
WITH viewer, blocks, closed, person
WHERE seen(viewer, person, blocks, closed)
WITH person
LIMIT $sample_size
RETURN count(*) AS looked_at,
  sum(CASE WHEN $group.by_cohort AND EXISTS {
    MATCH (person)-[:MEMBER_OF]->(cohort:Cohort) WHERE cohort_alike(cohort)
  } THEN 1 ELSE 0 END) AS cohort,
  sum(CASE WHEN $filters.employers_now IS NOT NULL AND EXISTS {
    MATCH (person)-[job:WORKED_AT]->(employer:Employer) WHERE job.current AND employer.id IN $filters.employers_now
  } THEN 1 ELSE 0 END) AS employer,
  sum(CASE WHEN $filters.industries IS NOT NULL AND EXISTS {
    MATCH (person)-[job:WORKED_AT]->(:Employer)-[:IN_INDUSTRY]->(industry:Industry)
    WHERE job.current AND industry.id IN $filters.industries
  } THEN 1 ELSE 0 END) AS industry,
  sum(CASE WHEN $filters.places IS NOT NULL AND EXISTS {
    MATCH (person)-[home:LIVES_IN]->(place:Place) WHERE home.current AND place.id IN $filters.places
  } THEN 1 ELSE 0 END) AS place
LIMIT 1
