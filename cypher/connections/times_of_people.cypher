// name: times_of_people
// purpose: What people belong to and when, as far as it makes ties; what is too large for that is left out.
// mode: read
// params:
//   viewer_id: string         who is asking
//   sees_all: boolean         the viewer is staff, who see every record
//   close: list               ids of the viewer's connections who are listed for those only
//   people: list              ids
//   size_cap: integer         a context of more people whom every member sees makes no tie
// returns: one row for each of them whom the viewer may see
//   id: string                the person
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
