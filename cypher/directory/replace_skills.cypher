// name: replace_skills
// purpose: Gives a person these skills in place of all that were there; a skill that is new to the school is made.
// mode: write
// params:
//   alumnus_id: string   the person
//   skills: list         {id, name, normal_name, properties}; the id is used when the skill is new
// returns: no rows
MATCH (person:Alumnus {id: $alumnus_id})
CALL (person) {
  MATCH (person)-[old:HAS_SKILL]->(:Skill)
  DELETE old
}
UNWIND $skills AS row
MERGE (skill:Skill {normal_name: row.normal_name})
  ON CREATE SET skill.id = row.id, skill.name = row.name
CREATE (person)-[has:HAS_SKILL]->(skill)
SET has = row.properties
