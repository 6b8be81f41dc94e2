// fragment: is_there(target)
// purpose: Whether that person is, or once was, where the viewer would like to know somebody.
// params:
//   kind: string   employer, industry, place or alumnus
//   there: list    ids of the employer, of the industries or the places, or of the person
CASE $kind
  WHEN 'employer' THEN EXISTS { MATCH (target)-[:WORKED_AT]->(workplace) WHERE workplace.id IN $there }
  WHEN 'industry' THEN EXISTS {
    MATCH (target)-[:WORKED_AT]->()-[:IN_INDUSTRY]->(industry) WHERE industry.id IN $there
  }
  WHEN 'place' THEN EXISTS { MATCH (target)-[:LIVES_IN]->(home) WHERE home.id IN $there }
  ELSE target.id IN $there
END
