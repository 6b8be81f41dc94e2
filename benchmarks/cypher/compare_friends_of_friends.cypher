// name: compare_friends_of_friends
// purpose: The twenty best by Adamic and Adar among the friends of somebody's friends.
// mode: read
// params:
//   a: string     the key of somebody
// returns: one row
//   answer: list  their scores, the best first
MATCH (a:Alumnus {key: $a})-[:KNOWS]-(friend:Alumnus)
WITH a, friend, 1.0 / log(COUNT { (friend)-[:KNOWS]-() }) AS part
MATCH (friend)-[:KNOWS]-(other:Alumnus)
WHERE other <> a AND NOT EXISTS { (other)-[:KNOWS]-(a) }
WITH other, sum(part) AS score
ORDER BY score DESC
LIMIT 20
RETURN collect(score) AS answer
LIMIT 1
