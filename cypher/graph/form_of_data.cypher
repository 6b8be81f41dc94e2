// name: form_of_data
// purpose: Of a graph that a bulk import filled: up to which schema file its data needs no change.
// mode: read
// returns: at most one row
//   name: string       the file's stem
MATCH (school:School {key: 'school'})
WHERE school.data_form IS NOT NULL
RETURN school.data_form AS name
LIMIT 1
