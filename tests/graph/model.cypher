CREATE (a:Alumnus:ImportPending:Hidden:ConnectionsOnly:Discreet:Mentor:Bridge {id: 'model-a', order_key: 1, key: 'model-a', name: '', name_latin: '', pinyin: '',
  initials: '', search: '', facts: '', recent_month: 0, about: '', email: '', phone: '', wechat: '', listed: 'nobody',
  show_connections: false, bridge: false, mentor: false, research: false, contact_audience: 'nobody', source: '',
  as_of: '', created_at: datetime(), updated_at: datetime(), version: 1})
CREATE (b:Alumnus {id: 'model-b', order_key: 2, key: 'model-b'})
CREATE (a)-[:KNOWS {since: '', since_month: 0, source: '', as_of: ''}]->(b), (a)-[:BLOCKS {created_at: datetime()}]->(b)
CREATE (a)-[:SENT]->(:ConnectionRequest {id: 'model', state: '', message: '', created_at: datetime(), decided_at: datetime(), withdrawn_at: datetime()})-[:TO]->(b)
CREATE (a)-[:ASKED]->(ir:IntroductionRequest {id: 'model', state: '', to_introducer: '', to_target: '', created_at: datetime(),
  forwarded_at: datetime(), decided_at: datetime(), withdrawn_at: datetime(), declined_by: '', expires_at: datetime()})-[:THROUGH]->(b), (ir)-[:TOWARDS]->(b)
CREATE (a)-[:MEMBER_OF {from: '', to: '', from_month: 0, to_month: 0, source: '', as_of: ''}]->
  (:Cohort {id: 'model', key: 'model', name: '', programme: '', programme_type: '', intake_year: 0, graduation_year: 0, source: '', as_of: ''})
CREATE (a)-[:WORKED_AT {key: '', title: '', function: '', level: 1, from: '', to: '', from_month: 0, to_month: 0, current: true, source: '', as_of: ''}]->
  (e:Employer:FactsPending {id: 'model', key: 'model', name: '', normal_name: 'model', aliases: [''], alias_names: [''], source: '', as_of: ''})
CREATE (e)-[:IN_INDUSTRY]->(i:Industry {id: 'model', code: 'model', name: '', name_en: '', level: '', isic: ''})-[:PART_OF]->(:Industry {id: 'model-2', code: 'model-2'})
CREATE (a)-[:LIVES_IN {from: '', to: '', from_month: 0, to_month: 0, current: true, source: '', as_of: ''}]->
  (p:Place {id: 'model', code: 'model', name: '', name_en: '', kind: ''})-[:PART_OF]->(:Place {id: 'model-2', code: 'model-2'})
CREATE (a)-[:HAS_SKILL {kind: '', source: '', as_of: ''}]->(:Skill {id: 'model', name: '', normal_name: 'model'})
CREATE (a)-[:ATTENDED {role: '', source: '', as_of: ''}]->(:Event {id: 'model', key: 'model', name: '', date: '', month: 0, kind: '', source: '', as_of: ''})
CREATE (a)-[:IN_GROUP {role: '', from: '', to: '', from_month: 0, to_month: 0, source: '', as_of: ''}]->(:Group {id: 'model', key: 'model', name: '', kind: '', source: '', as_of: ''})
CREATE (c:Account {id: 'model', name: 'model', password_hash: '', role: '', disabled: false, created_at: datetime()})-[:IS]->(a)
CREATE (:Token {hash: 'model', created_at: datetime(), expires_at: datetime(), revoked: false})-[:OF]->(c)
CREATE (:AuditEntry {id: 'model', at: datetime(), account_id: '', action: '', subject_ids: ['']})
CREATE (:ImportRun {id: 'model', at: datetime(), source: '', digest: '', state: ''})
SET a.self_stated = [''], a.self_stated_on = '', c.signed_in_at = datetime()
CREATE (:SignInThrottle {name_hash: 'model', attempts_at: [datetime()], last_at: datetime()})
MERGE (a)-[block:BLOCKS]->(b) SET block.name = ''
MERGE (school:School {key: 'school'})
SET school.default_listed = 'members', school.default_show_connections = true, school.applied_listed = 'members',
  school.applied_show_connections = true
CREATE (:School {key: 'model', sample: '', sample_loading: '', default_listed: '', default_show_connections: true, data_form: ''})
SET a.seeks_industry = [''], a.seeks_employer = [''], a.seeks_function = [''], a.seeks_place = [''], a.seeks_skill = ['']
CREATE (a)-[:DISMISSED {until: '', at: datetime()}]->(b), (a)-[:WAS_SHOWN {times: 1, at: datetime()}]->(b)
CREATE (programme:MentoringProgramme {id: 'model', name: '', description: '', state: '', format: '', mode: '', max_total_loss: 0.0,
  minimum_score: 0, weights: [0], weights_version: 1, default_capacity: 1, need_common_hour: true, language_level: 1,
  reply_days: 1, reminder_days: 1, mid_survey_days: 1, topics: [''], agreement: '', sign_up_until: '', starts_on: '', ends_on: '',
  salt: '', created_at: datetime(), updated_at: datetime()})
CREATE (a)-[:TAKES_PART]->(mentor:Participant {id: 'model', key: 'model', role: '', state: '', capacity: 1, minimum: 0, topic: '',
  topic_places: [''], shortlist: [''], paused: true, added_by: '', withdrawn_by: '', joined_at: datetime()})-[:IN_PROGRAMME]->(programme)
CREATE (b)-[:TAKES_PART]->(mentee:Participant {id: 'model-2', key: 'model-2'})-[:IN_PROGRAMME]->(programme)
CREATE (mentor)-[:PAIR_RULE {kind: '', reason: '', by: '', at: datetime()}]->(mentee)
CREATE (round:MatchingRound {id: 'model', programme_id: '', number: 1, state: '', progress: 0.0, step: '', error: '', mode: '', by: '',
  placed: 1, mentees: 1, mentors: 1, total: 1, worst: 1, upper_bound: 1, optimal: true, blocking_pairs: 1, favours: '', configuration: '',
  details: '', seconds: 1.0, input: 'model', created_at: datetime(), beat_at: datetime(), solved_at: datetime(),
  published_at: datetime()})-[:ROUND_OF]->(programme)
CREATE (pair:Match {id: 'model', key: 'model', programme_id: '', round_id: '', state: '', score: 1, locked: true, agreement: '',
  end_reason: '', ended_by: '', declined_by: '', rematch_wanted: true, mentor_accepted_at: datetime(),
  mentee_accepted_at: datetime(), invited_at: datetime(), expires_at: datetime(), active_at: datetime(),
  ended_at: datetime()})-[:IN_ROUND]->(round)
CREATE (pair)-[:PAIRS_MENTOR]->(a), (pair)-[:PAIRS_MENTEE]->(b)
CREATE (:MentoringProfile {alumnus_id: 'model', goal_industries: [''], goal_functions: [''], goal_level: 1, goal_types: [''],
  experience: [''], languages: [''], hours: [1], in_person: true, reports_to: [''], shortlist: [''], capacity: 1, paused: true,
  source: '', as_of: '', updated_at: datetime()})-[:OF]->(a)
CREATE (a)-[:WAS_SHOWN_MENTOR {times: 1, at: datetime()}]->(b)
CREATE (a)-[:MENTORS {match_id: '', from: '', to: '', ended: ''}]->(b)
CREATE (:MentoringGoal {id: 'model', text: '', due: '', done: true, created_at: datetime()})-[:GOAL_OF]->(pair)
CREATE (:MentoringMeeting {id: 'model', on: '', minutes: 1, kind: '', note: '', created_at: datetime()})-[:MEETING_OF]->(pair)
CREATE (:SurveyAnswer {key: 'model', survey: '', side: '', rating: 1, meets: true, text: '', answered_at: datetime()})-[:ANSWER_ON]->(pair)
WITH a
MATCH (a)-[:MEMBER_OF|WORKED_AT|ATTENDED|IN_GROUP]->(context) SET context.listed_size = 1
