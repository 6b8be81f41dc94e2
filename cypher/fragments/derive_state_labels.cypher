// fragment: derive_state_labels(person, school)
// purpose: Writes the labels that a person's answers, or the school's defaults, stand for, and what the facts say of them
//   (`facts_of`). Whoever uses it writes to the person before, so that it is locked and nobody changes an answer in
//   between; and reads the school after that.
sizes_are_old(person)
REMOVE person:Hidden:ConnectionsOnly:Discreet:Mentor:Bridge
FOREACH (yes IN CASE WHEN coalesce(person.listed, school.default_listed) = 'nobody' THEN [1] ELSE [] END |
  SET person:Hidden)
FOREACH (yes IN CASE WHEN coalesce(person.listed, school.default_listed) = 'connections' THEN [1] ELSE [] END |
  SET person:ConnectionsOnly)
FOREACH (yes IN CASE WHEN coalesce(person.show_connections, school.default_show_connections) THEN [] ELSE [1] END |
  SET person:Discreet)
FOREACH (yes IN CASE WHEN person.mentor THEN [1] ELSE [] END |
  SET person:Mentor)
FOREACH (yes IN CASE WHEN person.bridge THEN [1] ELSE [] END |
  SET person:Bridge)
SET person.facts = replace(person.facts, ' mopen', '') + CASE WHEN person.mentor THEN ' mopen' ELSE '' END
