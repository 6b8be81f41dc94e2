// name: set_own_place
// purpose: Writes where an alumnus says they live now; what was written as the present place before ends this month.
// mode: write
// params:
//   viewer_id: string    who says it
//   place_id: string     the place, or null for none
//   this_month: string   the month as 2026-11
//   month: integer       the same as a number
//   today: string        the day it was said, ISO
// returns: one row, or none when there is no such place
//   place_id: string     the place, or null
MATCH (me:Alumnus {id: $viewer_id})
OPTIONAL MATCH (place:Place {id: $place_id})
WITH me, place
WHERE place IS NOT NULL OR $place_id IS NULL
CALL (me, place) {
  MATCH (me)-[stay:LIVES_IN]->(left:Place)
  WHERE coalesce(stay.current, stay.to IS NULL) AND (place IS NULL OR left <> place)
  SET stay.current = false, stay.to = $this_month, stay.to_month = $month
}
WITH DISTINCT me, place
FOREACH (yes IN CASE
    WHEN place IS NOT NULL AND NOT EXISTS { (me)-[stay:LIVES_IN]->(place) WHERE coalesce(stay.current, stay.to IS NULL) }
    THEN [1] ELSE [] END |
  CREATE (me)-[:LIVES_IN {from: $this_month, from_month: $month, current: true, source: 'self', as_of: $today}]->(place))
WITH me, place
SET me.facts = facts_of(me)
RETURN place.id AS place_id
LIMIT 1
