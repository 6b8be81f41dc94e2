// name: strangers
// purpose: People of whom nothing is known yet to tie them to the viewer, a bounded number of them: those at employers and
//   with skills that the viewer looks for, and those who follow the viewer in the order of order keys.
// mode: read
// params:
//   viewer_id: string   who is asking
//   sees_all: boolean   the viewer is staff, who see every record
//   employers: list     ids
//   skills: list        ids
//   each: integer       so many people of each of them, the first by order key
//   walked: integer     so many people who follow the viewer
// returns: one row for each person
//   order_key: integer  of the person
MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks, closed_connections_of(viewer) AS close
CALL (viewer, blocks, close) {
  UNWIND $employers AS employer_id
  CALL (viewer, blocks, close, employer_id) {
    MATCH (:Employer {id: employer_id})<-[job:WORKED_AT]-(person:Alumnus)
    WHERE job.current AND seen(viewer, person, blocks, close) AND person <> viewer
    WITH DISTINCT person
    ORDER BY person.order_key, person.id
    LIMIT $each
    RETURN person
  }
  RETURN person
  UNION
  UNWIND $skills AS skill_id
  CALL (viewer, blocks, close, skill_id) {
    MATCH (:Skill {id: skill_id})<-[has:HAS_SKILL]-(person:Alumnus)
    WHERE has.kind = 'offered' AND seen(viewer, person, blocks, close) AND person <> viewer
    WITH DISTINCT person
    ORDER BY person.order_key, person.id
    LIMIT $each
    RETURN person
  }
  RETURN person
  UNION
  MATCH (person:Alumnus)
  WHERE person.order_key > viewer.order_key AND seen(viewer, person, blocks, close)
  WITH person
  ORDER BY person.order_key
  LIMIT $walked
  RETURN person
  UNION
  MATCH (person:Alumnus)
  WHERE person.order_key >= 0 AND person.order_key < viewer.order_key AND seen(viewer, person, blocks, close)
  WITH person
  ORDER BY person.order_key DESC
  LIMIT $walked
  RETURN person
}
RETURN person.order_key AS order_key
ORDER BY order_key
LIMIT 10000
