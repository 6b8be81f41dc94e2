// name: shared_contexts
// purpose: The cohorts, employers, events and groups of the viewer, and who else is in those that are small enough to make a
//   tie, with their times there.
// mode: read
// params:
//   viewer_id: string   who is asking
//   sees_all: boolean   the viewer is staff, who see every record
//   size_cap: integer   of a context of more people, nobody is told
// returns: one row for each context
//   kind: string    cohort, employer, event or group
//   id: string      of the context
//   name: string    of the context
//   date: string    of an event, as it was written down, or null
//   month: integer  of an event or of a graduation, or null
//   own: list       the viewer's times there: [first month, last one, whether still]
//   people: list    [order key, first month, last one, whether still] for each time of each person the viewer may see
MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks, closed_connections_of(viewer) AS close
MATCH (viewer)-[held:MEMBER_OF|WORKED_AT|ATTENDED|IN_GROUP]->(context)
WITH viewer, blocks, close, context,
  collect([held.from_month, held.to_month,
    CASE WHEN context:Employer THEN held.current ELSE held.to_month IS NULL END]) AS own
RETURN
  CASE
    WHEN context:Cohort THEN 'cohort'
    WHEN context:Employer THEN 'employer'
    WHEN context:Event THEN 'event'
    ELSE 'group'
  END AS kind,
  context.id AS id, context.name AS name, CASE WHEN context:Event THEN context.date END AS date,
  CASE WHEN context:Cohort THEN context.graduation_year * 12 + 5 ELSE context.month END AS month,
  own,
  CASE WHEN public_size(context) > $size_cap + size(blocks) THEN []
    ELSE COLLECT {
      MATCH (context)<-[there:MEMBER_OF|WORKED_AT|ATTENDED|IN_GROUP]-(person:Alumnus)
      WHERE seen(viewer, person, blocks, close) AND person <> viewer
      RETURN [person.order_key, there.from_month, there.to_month,
        CASE WHEN context:Employer THEN there.current ELSE there.to_month IS NULL END]
    }
  END AS people
ORDER BY kind, id
LIMIT 1000
