// name: group_connections
// purpose: How many connections there are between groups of those who agreed to be in research, by one attribute.
// mode: read
// params:
//   one: string             the attribute
//   order_below: integer    only connections of people with a smaller order key are looked at
// returns: a row for each pair of groups, and another for the same the other way round
//   group: string           the group of the one end, or null
//   other: string           that of the other end, or null
//   ends: integer           how many connections they have, counted from the one end; within a group, from both
//   people: integer         how many people of the one group have them
MATCH (person:Alumnus)
WHERE person.order_key < $order_below AND person.research
WITH person, $one AS by
WITH person, by, toString(research_value(person, by)) AS group
MATCH (person)-[:KNOWS]-(near:Alumnus)
WHERE near.research
WITH person, group, toString(research_value(near, by)) AS other
RETURN group, other, count(*) AS ends, count(DISTINCT person) AS people
ORDER BY group, other
LIMIT 20000
