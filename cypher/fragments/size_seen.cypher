// fragment: size_seen(context, blocks)
// purpose: How many people of a cohort, employer, event or group every member may see, without those between whom and the
//   viewer there is a block (`blocks_of`): for the viewer they are not there.
// params:
//   sees_all: boolean   the viewer is staff, who see every record
(CASE WHEN context.listed_size > 0 THEN context.listed_size ELSE listed_people_of(context) END
  - size([other IN blocks WHERE NOT $sees_all AND NOT (other:Hidden OR other:ConnectionsOnly)
      AND EXISTS { (other)-[:MEMBER_OF|WORKED_AT|ATTENDED|IN_GROUP]->(context) }]))
