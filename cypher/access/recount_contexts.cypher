// name: recount_contexts
// purpose: Counts the people of cohorts, employers, events and groups again that had changed, some at a time, each under its
//   lock, so that a change at the same time comes before the count or makes it old once more.
// mode: write
// params:
//   limit: integer       how many at most
// returns: one row
//   counted: integer     how many were; fewer than the limit when none is left
CALL () {
  MATCH (old:Cohort {listed_size: -1})
  RETURN old
  UNION ALL
  MATCH (old:Employer {listed_size: -1})
  RETURN old
  UNION ALL
  MATCH (old:Event {listed_size: -1})
  RETURN old
  UNION ALL
  MATCH (old:Group {listed_size: -1})
  RETURN old
}
WITH old
LIMIT $limit
WITH old
ORDER BY elementId(old)
CALL (old) {
  SET old.listed_size = -1
  WITH old
  WITH old, listed_people_of(old) AS people
  SET old.listed_size = CASE WHEN people > 0 THEN people END
}
RETURN count(*) AS counted
LIMIT 1
