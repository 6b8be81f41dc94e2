// name: change_own_record
// purpose: Writes what an alumnus says about themselves, and the labels that their answers stand for, in one step.
// mode: write
// params:
//   viewer_id: string    who says it
//   changes: map         properties by name; null takes one away
//   stated: list         names of those that are statements about the person, from now on with `self` as their source
//   today: string        the day it was said, ISO
// returns: one row, or none when the record is gone
//   name: string         the name
//   name_latin: string   the name in Latin letters, after the change
//   pinyin: string       its pinyin
//   initials: string     its initials
//   employers: list      names of all employers, the present ones first
//   titles: list         titles of all jobs, in the same order
MATCH (me:Alumnus {id: $viewer_id})
SET me.order_key = me.order_key
WITH me
SET me += $changes
SET me.updated_at = datetime(),
  me.self_stated = [field IN coalesce(me.self_stated, []) WHERE NOT field IN $stated] + $stated,
  me.self_stated_on = CASE WHEN size($stated) > 0 THEN $today ELSE me.self_stated_on END
WITH me
MATCH (school:School {key: 'school'})
derive_state_labels(me, school)
WITH me, COLLECT {
  MATCH (me)-[job:WORKED_AT]->(employer:Employer)
  RETURN {employer: employer.name, title: job.title}
  ORDER BY job.current DESC, job.from_month DESC, employer.id, job.title
} AS jobs
RETURN me.name AS name, me.name_latin AS name_latin, me.pinyin AS pinyin, me.initials AS initials,
  [job IN jobs | job.employer] AS employers, [job IN jobs WHERE job.title IS NOT NULL | job.title] AS titles
LIMIT 1
