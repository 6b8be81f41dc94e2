// name: names_on_routes
// purpose: The names of people, cohorts, employers, events and groups that routes consist of.
// mode: read
// params:
//   viewer_id: string         who is asking
//   sees_all: boolean         the viewer is staff, who see every record
//   people: list              order keys
//   cohorts: list             ids
//   employers: list           ids
//   events: list              ids
//   groups: list              ids
//   pairs: list               order keys of two who know each other, each a list of two
// returns: one row
//   named: list               {id, with_id, name, name_latin, date} of each that there is and that the viewer may see: `id` of
//     the person or thing, or of the first one of a pair; `with_id` of the second one of a pair; `name` in Chinese as a rule,
//     null for a pair; `date` when an event was, or since when a pair know each other, as it was written down
OPTIONAL MATCH (viewer:Alumnus {id: $viewer_id})
CALL (viewer) {
  UNWIND $people AS person_key
  MATCH (person:Alumnus {order_key: person_key})
  WHERE visible(viewer, person)
  RETURN person.id AS id, null AS with_id, person.name AS name, person.name_latin AS name_latin, null AS date
  UNION ALL
  UNWIND $cohorts AS context_id
  MATCH (cohort:Cohort {id: context_id})
  RETURN cohort.id AS id, null AS with_id, cohort.name AS name, null AS name_latin, null AS date
  UNION ALL
  UNWIND $employers AS context_id
  MATCH (employer:Employer {id: context_id})
  RETURN employer.id AS id, null AS with_id, employer.name AS name, null AS name_latin, null AS date
  UNION ALL
  UNWIND $events AS context_id
  MATCH (event:Event {id: context_id})
  RETURN event.id AS id, null AS with_id, event.name AS name, null AS name_latin, event.date AS date
  UNION ALL
  UNWIND $groups AS context_id
  MATCH (group:Group {id: context_id})
  RETURN group.id AS id, null AS with_id, group.name AS name, null AS name_latin, null AS date
  UNION ALL
  UNWIND $pairs AS pair
  MATCH (a:Alumnus {order_key: pair[0]})
  WHERE visible(viewer, a)
  MATCH (a)-[known:KNOWS]-(b:Alumnus {order_key: pair[1]})
  WHERE visible(viewer, b) AND (viewer = a OR viewer = b OR (shows_connections(a) AND shows_connections(b)))
  RETURN a.id AS id, b.id AS with_id, null AS name, null AS name_latin, min(known.since) AS date
}
// All in one row: what a row costs the service to receive is more than what is in it.
RETURN collect({id: id, with_id: with_id, name: name, name_latin: name_latin, date: date}) AS named
LIMIT 1
