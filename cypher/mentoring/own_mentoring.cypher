// name: own_mentoring
// purpose: What the viewer says for mentoring, and where they stand. Whom they named and may not see any more is left out.
// mode: read
// params:
//   viewer_id: string    who asks
//   sees_all: boolean    the viewer is staff, who see every record
// returns: at most one row
//   answers: map         what was said, or null when nothing was
//   shortlist: list      ids, in the order of preference
//   reports_to: list     ids
//   mentor: boolean      whether the viewer is in the mentor pool
//   mentees: integer     how many mentees the viewer has now
//   updated_at: string   when it was said last, or null
MATCH (viewer:Alumnus {id: $viewer_id})
OPTIONAL MATCH (profile:MentoringProfile)-[:OF]->(viewer)
RETURN profile {
    .goal_industries, .goal_functions, .goal_level, .goal_types, .experience, .languages, .hours, .in_person, .capacity, .paused
  } AS answers,
  COLLECT {
    UNWIND range(0, size(coalesce(profile.shortlist, [])) - 1) AS rank
    MATCH (chosen:Alumnus {id: profile.shortlist[rank]})
    WHERE visible(viewer, chosen)
    RETURN chosen.id AS chosen_id ORDER BY rank
  } AS shortlist,
  COLLECT {
    UNWIND coalesce(profile.reports_to, []) AS superior_id
    MATCH (superior:Alumnus {id: superior_id})
    WHERE visible(viewer, superior)
    RETURN superior.id AS named_id ORDER BY named_id
  } AS reports_to,
  viewer:Mentor AS mentor,
  COUNT { MATCH (viewer)-[mentors:MENTORS]->(:Alumnus) WHERE mentors.to IS NULL RETURN mentors } AS mentees,
  toString(profile.updated_at) AS updated_at
LIMIT 1
