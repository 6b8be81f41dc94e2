// name: relabel_unanswered
// purpose: Brings the labels of everybody who left a question unanswered in step with the school's defaults, in batches.
//   Each person is found again by id after the batch began, so that what is read of them is read under their lock.
// mode: auto
// returns: no rows
MATCH (unanswered:Alumnus)
WHERE unanswered.listed IS NULL OR unanswered.show_connections IS NULL
WITH unanswered.id AS alumnus_id
CALL (alumnus_id) {
  MATCH (person:Alumnus {id: alumnus_id})
  SET person.order_key = person.order_key
  WITH person
  MATCH (school:School {key: 'school'})
  derive_state_labels(person, school)
} IN TRANSACTIONS OF 2000 ROWS
