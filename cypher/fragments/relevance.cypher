// fragment: relevance(person)
// purpose: How well a person fits the words that were asked for, from the person's own fields: 0 a name that is exactly
//   that (one character is none), 1 one that begins so, 2 all words that are not Chinese are words of the record, 3 they are parts of its words.
// params:
//   filters: map   what is asked for (graph_service/directory/filters.py)
CASE
  WHEN $filters.whole IS NULL THEN 0
  WHEN toLower(person.name) STARTS WITH $filters.whole
    OR ($filters.romanised AND (person.initials STARTS WITH $filters.joined
      OR replace(person.pinyin, ' ', '') STARTS WITH $filters.joined
      OR toLower(person.name_latin) STARTS WITH $filters.whole))
    THEN CASE
      WHEN $filters.may_be_a_name AND (toLower(person.name) = $filters.whole
        OR ($filters.romanised AND (person.initials = $filters.joined
          OR replace(person.pinyin, ' ', '') = $filters.joined
          OR toLower(person.name_latin) = $filters.whole))) THEN 0
      ELSE 1
    END
  WHEN all(word IN $filters.separate WHERE (' ' + person.search + ' ') CONTAINS (' ' + word + ' ')) THEN 2
  ELSE 3
END
