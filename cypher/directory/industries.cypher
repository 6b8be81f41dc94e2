// name: industries
// purpose: The classification of industries: all of it, or what a text finds.
// mode: read
// params:
//   text: string       what codes begin with or names contain, or null for all
//   after: string      the code of the last entry of the page before, or null
//   limit: integer     how many
// returns: one row for each, in the order of the codes
//   id: string         the industry
//   code: string       its code
//   name: string       its name
//   name_en: string    its English name, or null
//   level: string      section, division, group or class
//   isic: string       section of ISIC Rev.4, or null
//   parent: string     the code of the industry it is part of, or null
MATCH (industry:Industry)
WHERE industry.code > coalesce($after, '')
  AND ($text IS NULL OR toLower(industry.code) STARTS WITH $text OR toLower(industry.name) CONTAINS $text
    OR toLower(industry.name_en) CONTAINS $text)
WITH industry
ORDER BY industry.code
LIMIT $limit
RETURN industry.id AS id, industry.code AS code, industry.name AS name, industry.name_en AS name_en,
  industry.level AS level, industry.isic AS isic,
  head(COLLECT { MATCH (industry)-[:PART_OF]->(parent:Industry) RETURN parent.code ORDER BY parent.code }) AS parent
ORDER BY code
LIMIT 10000
