// name: regions_after
// purpose: A page of all places with the city and the province that they are in, or are.
// mode: read
// params:
//   after: string        the last id of the page before; empty for the first
//   limit: integer       how many a page has
// returns: a page of rows
//   id: string          its id
//   city: string        the city's name, in English where there is one
//   province: string    the province's name, or outside of provinces the country's
MATCH (place:Place)
WHERE place.id > $after
WITH place
ORDER BY place.id
LIMIT $limit
RETURN place.id AS id, head(COLLECT {
    MATCH (place)-[:PART_OF*0..6]->(above:Place) WHERE above.kind = 'city'
    RETURN coalesce(above.name_en, above.name) ORDER BY above.code LIMIT 1
  }) AS city, head(COLLECT {
    MATCH (place)-[:PART_OF*0..6]->(above:Place) WHERE above.kind IN ['province', 'country']
    RETURN coalesce(above.name_en, above.name) ORDER BY above.kind = 'country', above.code LIMIT 1
  }) AS province
ORDER BY id
LIMIT $limit
