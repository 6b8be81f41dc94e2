// name: block
// purpose: Blocks somebody whom the viewer sees, or blocks already, and withdraws what either has asked the other, or asked
//   somebody to introduce them; an introduction to one of them that the other was asked to make is declined, which nobody is
//   told. Both are locked, in the order of their ids, so that a request sent at the same moment comes wholly before or after.
// mode: write
// params:
//   viewer_id: string       who blocks
//   sees_all: boolean       the viewer is staff
//   alumnus_id: string      whom
// returns: one row, or none when the viewer sees nobody of that id
//   alumnus_id: string      who is blocked
//   withdrawn: integer      how many requests were withdrawn
MATCH (me:Alumnus {id: $viewer_id})
MATCH (other:Alumnus {id: $alumnus_id})
WHERE me <> other
FOREACH (one IN CASE WHEN me.id < other.id THEN [me, other] ELSE [other, me] END | SET one.order_key = one.order_key)
WITH me, other
WHERE EXISTS { (me)-[:BLOCKS]->(other) } OR visible(me, other)
MERGE (me)-[block:BLOCKS]->(other)
  ON CREATE SET block.created_at = datetime(), block.name = other.name
WITH me, other
OPTIONAL MATCH (me)-[:SENT|TO]-(request:ConnectionRequest {state: 'pending'})-[:SENT|TO]-(other)
SET request.state = 'withdrawn', request.decided_at = datetime()
WITH me, other, count(DISTINCT request) AS withdrawn
CALL (me, other) {
  MATCH (me)-[:ASKED|THROUGH|TOWARDS]-(introduction:IntroductionRequest)-[:ASKED|THROUGH|TOWARDS]-(other)
  WHERE introduction.state IN ['open', 'declined']
  WITH introduction, EXISTS { (me)-[:ASKED]->(introduction) } OR EXISTS { (other)-[:ASKED]->(introduction) } AS between
  SET introduction.withdrawn_at = coalesce(introduction.withdrawn_at, CASE WHEN between THEN datetime() END),
    introduction.decided_at = coalesce(introduction.decided_at, datetime()),
    introduction.state = CASE WHEN between AND introduction.state = 'open' THEN 'withdrawn' ELSE 'declined' END
}
RETURN other.id AS alumnus_id, withdrawn
LIMIT 1
