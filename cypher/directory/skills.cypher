// name: skills
// purpose: Skills that somebody has whom the viewer may see: all of them or those that a text is part of, those that begin
//   with the text first.
// mode: read
// params:
//   viewer_id: string    who is asking, or null for staff who are not in the graph
//   sees_all: boolean    the viewer is staff, who see every record
//   text: string         normalised name or part of it, or null for all
//   after: list          the sort keys of the last entry of the page before, or null
//   limit: integer       how many
// returns: one row for each
//   id: string           the skill
//   name: string         its name
//   position: list       the sort keys
OPTIONAL MATCH (viewer:Alumnus {id: $viewer_id})
MATCH (skill:Skill)
WHERE skill.normal_name >= '' AND ($text IS NULL OR skill.normal_name CONTAINS $text)
WITH viewer, skill, [
    CASE WHEN $text IS NULL OR skill.normal_name STARTS WITH $text THEN 0 ELSE 1 END, skill.normal_name, skill.id
  ] AS position
WHERE $after IS NULL OR position > $after
WITH viewer, skill, position
ORDER BY position
WITH viewer, skill, position
WHERE $sees_all OR EXISTS { MATCH (skill)<-[:HAS_SKILL]-(person:Alumnus) WHERE visible(viewer, person) }
RETURN skill.id AS id, skill.name AS name, position
LIMIT $limit
