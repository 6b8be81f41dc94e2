// name: found_by_text
// purpose: How many people the full-text index finds for a query, whoever may see them: how far a search that begins there
//   has to look. It decides the way, never what is answered.
// mode: read
// params:
//   text: string         full-text query
//   text_limit: integer  how far they are counted
// returns: one row
//   found: integer       how many, at most so many
CALL db.index.fulltext.queryNodes('alumnus_search', $text, {limit: $text_limit}) YIELD node
RETURN count(node) AS found
LIMIT 1
