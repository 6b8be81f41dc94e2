// name: places
// purpose: Places: all of them, those within one, or those that a text finds; those that begin with the text come first.
// mode: read
// params:
//   text: string       what codes or names begin with or contain, or null
//   within: string     the code or id of the place they are part of, or null for anywhere
//   after: list        rank and code of the last entry of the page before, or null
//   limit: integer     how many
// returns: one row for each
//   id: string         the place
//   code: string       its code
//   name: string       its name
//   name_en: string    its English name, or null
//   kind: string       country, province, city or district
//   parent: string     the code of the place it is part of, or null
//   position: list     the sort keys
MATCH (place:Place)
WHERE place.code >= ''
  AND ($text IS NULL OR place.code STARTS WITH $text OR toLower(place.name) CONTAINS $text
    OR toLower(place.name_en) CONTAINS $text)
  AND ($within IS NULL OR EXISTS {
    MATCH (place)-[:PART_OF*1..6]->(region:Place) WHERE region.code = $within OR region.id = $within
  })
WITH place, [
    CASE WHEN $text IS NULL OR toLower(place.name) STARTS WITH $text OR toLower(place.name_en) STARTS WITH $text
      OR place.code STARTS WITH $text THEN 0 ELSE 1 END,
    place.code
  ] AS position
WHERE $after IS NULL OR position > $after
WITH place, position
ORDER BY position
LIMIT $limit
RETURN place.id AS id, place.code AS code, place.name AS name, place.name_en AS name_en, place.kind AS kind,
  head(COLLECT { MATCH (place)-[:PART_OF]->(parent:Place) RETURN parent.code ORDER BY parent.code }) AS parent, position
ORDER BY position
LIMIT 1000
