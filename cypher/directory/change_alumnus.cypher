// name: change_alumnus
// purpose: Changes a person's own properties; null takes one away.
// mode: write
// params:
//   alumnus_id: string   the person
//   changes: map         the properties
// returns: no rows
MATCH (person:Alumnus {id: $alumnus_id})
SET person += $changes, person.updated_at = datetime()
