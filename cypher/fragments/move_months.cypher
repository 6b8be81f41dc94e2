// fragment: move_months(person, began, reached)
// purpose: In which month a person first began where a move starts, and where it leads to; null where they never did.
// params:
//   move: map   {by_function, origin, target}: functions, or ids of industries (graph_service/careers/paths.py)
CALL (person) {
  MATCH (person)-[held:WORKED_AT]->(workplace:Employer)
  WHERE held.from_month IS NOT NULL
  WITH held.from_month AS month,
    CASE WHEN $move.by_function THEN held.function IN $move.origin ELSE EXISTS {
      MATCH (workplace)-[:IN_INDUSTRY]->(branch:Industry) WHERE branch.id IN $move.origin
    } END AS starts,
    CASE WHEN $move.by_function THEN held.function IN $move.target ELSE EXISTS {
      MATCH (workplace)-[:IN_INDUSTRY]->(branch:Industry) WHERE branch.id IN $move.target
    } END AS arrives
  RETURN min(CASE WHEN starts THEN month END) AS began, min(CASE WHEN arrives THEN month END) AS reached
}
