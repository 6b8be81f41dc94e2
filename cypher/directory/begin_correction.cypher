// name: begin_correction
// purpose: Holds a person's record so that nobody else changes it before this transaction ends, and says what it is now.
// mode: write
// params:
//   alumnus_id: string   the person
// returns: one row, or none when there is no such person
//   version: string      when the record was last changed
//   name: string         as it is now
//   pinyin: string       as it is now, or null
MATCH (person:Alumnus {id: $alumnus_id})
SET person.order_key = person.order_key
RETURN coalesce(toString(person.updated_at), '') AS version, person.name AS name, person.pinyin AS pinyin
LIMIT 1
