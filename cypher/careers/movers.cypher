// name: movers
// purpose: Of some people whom the viewer may see, the same random ones each time, those who made a move, how long it took them,
//   and from which employer to which.
// mode: read
// params:
//   viewer_id: string      who is asking, or null for somebody who is not in the graph
//   sees_all: boolean      the viewer is staff, who see every record
//   move: map              from where to where (cypher/fragments/move_months.cypher)
//   order_below: integer   how far up the order keys go that are looked at
// returns: one row
//   looked_at: integer     how many people were looked at
//   movers: list           {id, months, before, after}, the latest in their career first; employers as {value, name}
OPTIONAL MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks, closed_connections_of(viewer) AS closed
MATCH (person:Alumnus)
WHERE person.order_key < $order_below
WITH viewer, blocks, closed, person
WHERE seen(viewer, person, blocks, closed)
move_months(person, began, reached)
WITH person, began, reached, reached > began AS moved
ORDER BY coalesce(person.recent_month, 0) DESC, person.order_key DESC
WITH count(*) AS looked_at, collect(CASE WHEN moved THEN {person: person, began: began, reached: reached} END) AS found
RETURN looked_at, COLLECT {
  UNWIND found AS one
  WITH one, one.person AS mover
  RETURN {id: mover.id, months: one.reached - one.began,
    before: head(COLLECT {
      MATCH (mover)-[job:WORKED_AT]->(employer:Employer)
      WHERE job.from_month = one.began
        AND CASE WHEN $move.by_function THEN job.function IN $move.origin ELSE EXISTS {
          MATCH (employer)-[:IN_INDUSTRY]->(industry:Industry) WHERE industry.id IN $move.origin
        } END
      RETURN employer {value: employer.id, .name} ORDER BY employer.id LIMIT 1
    }),
    after: head(COLLECT {
      MATCH (mover)-[job:WORKED_AT]->(employer:Employer)
      WHERE job.from_month = one.reached
        AND CASE WHEN $move.by_function THEN job.function IN $move.target ELSE EXISTS {
          MATCH (employer)-[:IN_INDUSTRY]->(industry:Industry) WHERE industry.id IN $move.target
        } END
      RETURN employer {value: employer.id, .name} ORDER BY employer.id LIMIT 1
    })}
  ORDER BY coalesce(mover.recent_month, 0) DESC, mover.order_key DESC
} AS movers
LIMIT 1
