// name: pairs_between
// purpose: What is between people who may be matched and others: blocks, who mentored them before, whom they know.
// mode: read
// params:
//   alumnus_ids: list   the people
// returns: one row for each that is there
//   id: string          the person
//   listed: string      who may see them: members, connections or nobody
//   blocks: list        ids of those between whom and this person there is a block
//   mentored_by: list   ids of mentors whose time with this person ended
//   knows: list         [id of a connection, whether every member may see that they know each other]
UNWIND $alumnus_ids AS alumnus_id
MATCH (person:Alumnus {id: alumnus_id})
RETURN person.id AS id,
  CASE WHEN person:Hidden THEN 'nobody' WHEN person:ConnectionsOnly THEN 'connections' ELSE 'members' END AS listed,
  COLLECT { MATCH (person)-[:BLOCKS]-(other:Alumnus) RETURN DISTINCT other.id AS other_id ORDER BY other_id } AS blocks,
  COLLECT {
    MATCH (person)<-[earlier:MENTORS]-(mentor:Alumnus)
    WHERE earlier.to IS NOT NULL
    RETURN DISTINCT mentor.id AS mentor_id ORDER BY mentor_id
  } AS mentored_by,
  COLLECT {
    MATCH (person)-[:KNOWS]-(friend:Alumnus)
    RETURN DISTINCT [friend.id, NOT (person:Hidden|ConnectionsOnly|Discreet OR friend:Hidden|ConnectionsOnly|Discreet)] AS known
    ORDER BY known[0]
  } AS knows
ORDER BY id
LIMIT 100000
