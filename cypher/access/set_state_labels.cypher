// name: set_state_labels
// purpose: Brings the labels of these people in step with their answers and the school's defaults.
// mode: write
// params:
//   alumnus_ids: list    their ids
// returns: no rows
UNWIND $alumnus_ids AS alumnus_id
WITH DISTINCT alumnus_id
ORDER BY alumnus_id
MATCH (person:Alumnus {id: alumnus_id})
SET person.order_key = person.order_key
WITH person
MATCH (school:School {key: 'school'})
derive_state_labels(person, school)
