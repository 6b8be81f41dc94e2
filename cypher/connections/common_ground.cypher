// name: common_ground
// purpose: What pairs of people have in common: cohorts, employers with the time of each, events, groups, and the place and
//   the industry that they are in now.
// mode: read
// params:
//   viewer_id: string         who is asking
//   sees_all: boolean         the viewer is staff, who see every record
//   pairs: list               pairs of ids, each a list of two
// returns: one row for each thing of each pair; several for an employer where somebody had several jobs
//   pair: integer             which pair, from 0
//   kind: string              cohort, employer, event, group, place or industry
//   id: string                of the thing
//   name: string              of the thing, in Chinese as a rule
//   name_en: string           its English name, or null
//   date: string              of an event, as it was written down, or null
//   from_a: integer           month in which the first person's job began, or null
//   to_a: integer             month in which it ended, or null
//   current_a: boolean        whether it is their present job, or null
//   from_b: integer           the same of the second person
//   to_b: integer             the same of the second person
//   current_b: boolean        the same of the second person
MATCH (viewer:Alumnus {id: $viewer_id})
UNWIND range(0, size($pairs) - 1) AS pair
MATCH (a:Alumnus {id: $pairs[pair][0]})
WHERE visible(viewer, a)
WITH viewer, pair, a
LIMIT 100
MATCH (b:Alumnus {id: $pairs[pair][1]})
WHERE visible(viewer, b)
CALL (a, b) {
  MATCH (a)-[:MEMBER_OF]->(cohort:Cohort)<-[:MEMBER_OF]-(b)
  RETURN DISTINCT 'cohort' AS kind, cohort.id AS id, cohort.name AS name, null AS name_en, null AS date,
    null AS from_a, null AS to_a, null AS current_a, null AS from_b, null AS to_b, null AS current_b
  UNION ALL
  MATCH (a)-[held_a:WORKED_AT]->(employer:Employer)<-[held_b:WORKED_AT]-(b)
  RETURN 'employer' AS kind, employer.id AS id, employer.name AS name, null AS name_en, null AS date,
    held_a.from_month AS from_a, held_a.to_month AS to_a, held_a.current AS current_a,
    held_b.from_month AS from_b, held_b.to_month AS to_b, held_b.current AS current_b
  UNION ALL
  MATCH (a)-[:ATTENDED]->(event:Event)<-[:ATTENDED]-(b)
  RETURN DISTINCT 'event' AS kind, event.id AS id, event.name AS name, null AS name_en, event.date AS date,
    null AS from_a, null AS to_a, null AS current_a, null AS from_b, null AS to_b, null AS current_b
  UNION ALL
  MATCH (a)-[:IN_GROUP]->(group:Group)<-[:IN_GROUP]-(b)
  RETURN DISTINCT 'group' AS kind, group.id AS id, group.name AS name, null AS name_en, null AS date,
    null AS from_a, null AS to_a, null AS current_a, null AS from_b, null AS to_b, null AS current_b
  UNION ALL
  MATCH (a)-[lives_a:LIVES_IN]->(place:Place)<-[lives_b:LIVES_IN]-(b)
  WHERE lives_a.current AND lives_b.current
  RETURN DISTINCT 'place' AS kind, place.id AS id, place.name AS name, place.name_en AS name_en, null AS date,
    null AS from_a, null AS to_a, null AS current_a, null AS from_b, null AS to_b, null AS current_b
  UNION ALL
  MATCH (a)-[works_a:WORKED_AT]->(:Employer)-[:IN_INDUSTRY]->(industry:Industry)
  WHERE works_a.current
  MATCH (b)-[works_b:WORKED_AT]->(:Employer)-[:IN_INDUSTRY]->(industry)
  WHERE works_b.current
  RETURN DISTINCT 'industry' AS kind, industry.id AS id, industry.name AS name, industry.name_en AS name_en, null AS date,
    null AS from_a, null AS to_a, null AS current_a, null AS from_b, null AS to_b, null AS current_b
}
RETURN pair, kind, id, name, name_en, date, from_a, to_a, current_a, from_b, to_b, current_b
ORDER BY pair, kind, id, from_a, from_b, to_a, to_b
LIMIT 5000
