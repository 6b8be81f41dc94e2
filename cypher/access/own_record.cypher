// name: own_record
// purpose: Everything the school holds about the one who asks, with where it is from. Connections and the people in them
//   are counted as far as the one who asks may see them.
// mode: read
// params:
//   viewer_id: string          who asks
//   sees_all: boolean          the viewer is staff
// returns: one row, or none when the record is gone
//   id: string                 the id
//   record: map                the properties of the record, by name
//   effective: map             who finds it and whether its connections are shown, the school's defaults put in
//   cohorts: list              maps of id, name, programme, programme_type, from, to, source, as_of
//   jobs: list                 maps of id, name (the employer's), title, function, level, from, to, current, source, as_of
//   places: list               maps of id, name, from, to, current, source, as_of
//   skills: list               maps of id, name, kind, source, as_of
//   events: list               maps of id, name, date, role, source, as_of
//   groups: list               maps of id, name, role, from, to, source, as_of
//   connections: integer       how many connections the viewer sees
MATCH (me:Alumnus {id: $viewer_id})
OPTIONAL MATCH (school:School {key: 'school'})
RETURN me.id AS id,
  me {.key, .name, .name_latin, .about, .email, .phone, .wechat, .listed, .show_connections, .contact_audience, .bridge,
    .mentor, .research, .source, .as_of, .self_stated, .self_stated_on,
    created_at: toString(me.created_at), updated_at: toString(me.updated_at)} AS record,
  {listed: coalesce(me.listed, school.default_listed, 'members'),
    show_connections: coalesce(me.show_connections, school.default_show_connections, true)} AS effective,
  COLLECT {
    MATCH (me)-[membership:MEMBER_OF]->(cohort:Cohort)
    RETURN membership {.from, .to, .source, .as_of, id: cohort.id, name: cohort.name, programme: cohort.programme,
      programme_type: cohort.programme_type}
    ORDER BY membership.from_month DESC, cohort.id
  } AS cohorts,
  COLLECT {
    MATCH (me)-[job:WORKED_AT]->(employer:Employer)
    RETURN job {.title, .function, .level, .from, .to, .current, .source, .as_of, id: employer.id,
      name: employer.name}
    ORDER BY job.current DESC, job.from_month DESC, employer.id, job.title
  } AS jobs,
  COLLECT {
    MATCH (me)-[stay:LIVES_IN]->(place:Place)
    RETURN stay {.from, .to, .current, .source, .as_of, id: place.id, name: place.name}
    ORDER BY stay.current DESC, stay.from_month DESC, place.id
  } AS places,
  COLLECT {
    MATCH (me)-[has:HAS_SKILL]->(skill:Skill)
    RETURN has {.kind, .source, .as_of, id: skill.id, name: skill.name}
    ORDER BY has.kind, skill.name, skill.id
  } AS skills,
  COLLECT {
    MATCH (me)-[attended:ATTENDED]->(event:Event)
    RETURN attended {.role, .source, .as_of, id: event.id, name: event.name, date: event.date}
    ORDER BY event.month DESC, event.id
  } AS events,
  COLLECT {
    MATCH (me)-[membership:IN_GROUP]->(group:Group)
    RETURN membership {.role, .from, .to, .source, .as_of, id: group.id, name: group.name}
    ORDER BY group.name, group.id
  } AS groups,
  COUNT { (me)-[:KNOWS]-(person:Alumnus) WHERE visible(me, person) } AS connections
LIMIT 1
