// name: circles
// purpose: Whom people know and what they belong to, as far as it may be on a route that the viewer is shown: the material
//   of ties. What is too large to make a tie is left out.
// mode: read
// params:
//   viewer_id: string         who is asking
//   sees_all: boolean         the viewer is staff, who see every record
//   close: list               ids of the viewer's connections who are listed for those only
//   people: list              ids
//   end_id: string            where routes end: the viewer may know that person although nobody else is shown to
//   size_cap: integer         a context of more people whom every member sees makes no tie
// returns: one row for each of them whom the viewer may see
//   id: string                the person
//   friends: list             ids of those whom the person knows and who may be on a route
//   contexts: list            [kind, id, people in it whom every member sees, month, first month there, last one, whether
//                             still], for each time
MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks, COLLECT {
  UNWIND $close AS close_id
  MATCH (one:Alumnus {id: close_id})
  RETURN one
} AS close
UNWIND $people AS person_id
MATCH (person:Alumnus {id: person_id})
WHERE seen(viewer, person, blocks, close)
RETURN person.id AS id,
  COLLECT {
    MATCH (person)-[:KNOWS]-(friend)
    WHERE on_the_way(friend, blocks, close) OR (person = viewer AND friend.id = $end_id)
    RETURN DISTINCT friend.id
  } AS friends,
  COLLECT {
    MATCH (person)-[held:MEMBER_OF|WORKED_AT|ATTENDED|IN_GROUP]->(context)
    WITH context, held, public_size(context) AS size
    WHERE size <= $size_cap
    RETURN [
      CASE
        WHEN context:Cohort THEN 'cohort'
        WHEN context:Employer THEN 'employer'
        WHEN context:Event THEN 'event'
        ELSE 'group'
      END, context.id, size,
      CASE WHEN context:Cohort THEN context.graduation_year * 12 + 5 ELSE context.month END,
      held.from_month, held.to_month, CASE WHEN context:Employer THEN held.current ELSE held.to_month IS NULL END
    ]
  } AS contexts
ORDER BY id
LIMIT 10000
