// name: wished_for
// purpose: Which of these people have anything that the viewer looks for.
// mode: read
// params:
//   viewer_id: string     who is asking
//   sees_all: boolean     the viewer is staff, who see every record
//   order_keys: list      of the people
//   wishes: map           ids of industries, employers, places and skills, and functions, as lists
// returns: one row for each of them whom the viewer may see
//   order_key: integer    of the person
MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks, closed_connections_of(viewer) AS close
UNWIND $order_keys AS wanted
MATCH (person:Alumnus {order_key: wanted})
WHERE seen(viewer, person, blocks, close) AND person <> viewer
  AND (EXISTS {
    MATCH (person)-[job:WORKED_AT]->(at:Employer)
    WHERE job.current AND (at.id IN $wishes.employers OR job.function IN $wishes.functions
      OR EXISTS { MATCH (at)-[:IN_INDUSTRY]->(sought:Industry) WHERE sought.id IN $wishes.industries })
  } OR EXISTS {
    MATCH (person)-[lives:LIVES_IN]->(there:Place)
    WHERE lives.current AND there.id IN $wishes.places
  } OR EXISTS {
    MATCH (person)-[offers:HAS_SKILL]->(skill:Skill)
    WHERE offers.kind = 'offered' AND skill.id IN $wishes.skills
  })
RETURN person.order_key AS order_key
ORDER BY order_key
LIMIT 5000
