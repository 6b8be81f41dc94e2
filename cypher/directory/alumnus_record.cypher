// name: alumnus_record
// purpose: Everything that the graph holds about one person, for those who may see the person; which of it is shown is
//   decided by graph_service/access/fields.py.
// mode: read
// params:
//   viewer_id: string    who is asking, or null for staff who are not in the graph
//   sees_all: boolean    the viewer is staff, who see every record
//   alumnus_id: string   the person
// returns: one row, or none when there is nobody of that id whom the viewer may see
//   record: map          the person's own properties
//   cohorts: list        {id, name, programme, programme_type, intake_year, graduation_year, from, to, source, as_of}
//   jobs: list           {key, title, function, level, from, to, current, employer: {id, name}, industry, source, as_of}
//   places: list         {id, code, name, name_en, kind, from, to, current, source, as_of}
//   skills: list         {id, name, kind, source, as_of}
//   events: list         {id, name, date, kind, role, source, as_of}
//   groups: list         {id, name, kind, role, from, to, source, as_of}
//   is_self: boolean     the viewer's own record
//   connected: boolean   whether the viewer knows the person
OPTIONAL MATCH (viewer:Alumnus {id: $viewer_id})
MATCH (person:Alumnus {id: $alumnus_id})
WHERE visible(viewer, person)
RETURN person {
    .id, .key, .name, .name_latin, .pinyin, .about, .email, .phone, .wechat, .listed, .show_connections, .bridge, .mentor,
    .research, .contact_audience, .source, .as_of, created_at: toString(person.created_at),
    updated_at: toString(person.updated_at), open_to_mentoring: person:Mentor
  } AS record,
  COLLECT {
    MATCH (person)-[member:MEMBER_OF]->(cohort:Cohort)
    RETURN cohort {
      .id, .name, .programme, .programme_type, .intake_year, .graduation_year, from: member.from, to: member.to,
      source: member.source, as_of: member.as_of
    } ORDER BY coalesce(member.from_month, 0), cohort.id
  } AS cohorts,
  COLLECT {
    MATCH (person)-[job:WORKED_AT]->(employer:Employer)
    // Named, because a projection of `job` without a name of its own would hide what it is ordered by.
    WITH job, employer, head(COLLECT {
      MATCH (employer)-[:IN_INDUSTRY]->(found:Industry)
      RETURN found {.id, .code, .name, .name_en} ORDER BY found.code LIMIT 1
    }) AS industry
    RETURN job {
      .key, .title, .function, .level, .from, .to, .current, .source, .as_of, employer: employer {.id, .name}, industry: industry
    } AS held ORDER BY job.current DESC, coalesce(job.from_month, 0) DESC, coalesce(job.level, 0) DESC, employer.id, job.title
  } AS jobs,
  COLLECT {
    MATCH (person)-[home:LIVES_IN]->(place:Place)
    RETURN place {
      .id, .code, .name, .name_en, .kind, from: home.from, to: home.to, current: home.current, source: home.source,
      as_of: home.as_of
    } ORDER BY home.current DESC, coalesce(home.from_month, 0) DESC, place.id
  } AS places,
  COLLECT {
    MATCH (person)-[has:HAS_SKILL]->(skill:Skill)
    RETURN skill {.id, .name, kind: has.kind, source: has.source, as_of: has.as_of} ORDER BY has.kind, skill.name, skill.id
  } AS skills,
  COLLECT {
    MATCH (person)-[attended:ATTENDED]->(event:Event)
    RETURN event {.id, .name, .date, .kind, role: attended.role, source: attended.source, as_of: attended.as_of} AS met
    ORDER BY coalesce(event.month, 0) DESC, event.id
  } AS events,
  COLLECT {
    MATCH (person)-[member:IN_GROUP]->(group:Group)
    RETURN group {
      .id, .name, .kind, role: member.role, from: member.from, to: member.to, source: member.source, as_of: member.as_of
    } ORDER BY group.name, group.id
  } AS groups,
  coalesce(person = viewer, false) AS is_self,
  EXISTS { (viewer)-[:KNOWS]-(person) } AS connected
LIMIT 1
