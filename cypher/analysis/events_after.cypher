// name: events_after
// purpose: A page of all events.
// mode: read
// params:
//   after: string        the last id of the page before; empty for the first
//   limit: integer       how many a page has
// returns: a page of rows
//   id: string        its id
//   name: string      its name
//   kind: string      onsite, online or hybrid
//   month: integer    when it was
MATCH (event:Event)
WHERE event.id > $after
RETURN event.id AS id, event.name AS name, event.kind AS kind, event.month AS month
ORDER BY id
LIMIT $limit
