// name: create_alumnus
// purpose: A new person, without facts yet.
// mode: write
// params:
//   alumnus_id: string   the new id
//   properties: map      id, order_key and all that is known of the person
// returns: one row
//   id: string           the person
CREATE (person:Alumnus {id: $alumnus_id})
SET person += $properties, person.created_at = datetime(), person.updated_at = datetime()
RETURN person.id AS id
LIMIT 1
