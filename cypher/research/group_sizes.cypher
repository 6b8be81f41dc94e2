// name: group_sizes
// purpose: How many of those who agreed to be in research are in each group by one or two attributes.
// mode: read
// params:
//   one: string             the attribute
//   other: string           another one, or ''
//   order_below: integer    only people with a smaller order key are looked at
// returns: a row for each group, in their order
//   one: string             the value of the attribute, or null
//   other: string           that of the other, or null
//   people: integer         how many are in the group
MATCH (person:Alumnus)
WHERE person.order_key < $order_below AND person.research
WITH person, $one AS one_by, $other AS other_by
WITH toString(research_value(person, one_by)) AS one, toString(research_value(person, other_by)) AS other
RETURN one, other, count(*) AS people
ORDER BY one, other
LIMIT 20000
