// name: mentoring_names
// purpose: What the things and people are called that an explanation speaks of, as far as the reader may see them.
// mode: read
// params:
//   viewer_id: string   who reads it, or null for staff who are not in the graph
//   sees_all: boolean   the reader is staff, who see every record
//   employers: list     ids
//   skills: list        ids
//   places: list        codes
//   people: list        ids
// returns: one row for each that there is
//   kind: string        employer, skill, place or person
//   id: string          its id, of a place its code
//   name: string        what it is called
//   name_other: string  the English name of a place, the name in Latin letters of a person; or null
OPTIONAL MATCH (viewer:Alumnus {id: $viewer_id})
CALL (viewer) {
  UNWIND $people AS person_id
  MATCH (person:Alumnus {id: person_id})
  WHERE visible(viewer, person)
  RETURN 'person' AS kind, person.id AS id, person.name AS name, person.name_latin AS name_other
  UNION
  UNWIND $employers AS employer_id
  MATCH (employer:Employer {id: employer_id})
  RETURN 'employer' AS kind, employer.id AS id, employer.name AS name, null AS name_other
  UNION
  UNWIND $skills AS skill_id
  MATCH (skill:Skill {id: skill_id})
  RETURN 'skill' AS kind, skill.id AS id, skill.name AS name, null AS name_other
  UNION
  UNWIND $places AS place_code
  MATCH (place:Place {code: place_code})
  RETURN 'place' AS kind, place.code AS id, place.name AS name, place.name_en AS name_other
}
RETURN kind, id, name, name_other
ORDER BY kind, id
LIMIT 5000
