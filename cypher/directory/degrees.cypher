// name: degrees
// purpose: The exact degree of each of some people, up to three.
// mode: read
// params:
//   viewer_id: string    who is asking
//   sees_all: boolean    the viewer is staff, who see every record
//   ids: list            the people, at most a page of them
// returns: one row for each of them who is at most three steps away
//   id: string           the person
//   degree: integer      0 to 3
MATCH (viewer:Alumnus {id: $viewer_id})
WITH viewer, blocks_of(viewer) AS blocks
WITH viewer, blocks, friends_between(viewer, blocks) AS friends
// Whoever knows many people has a second degree that is more to read than two steps around each of the others.
WITH viewer, blocks, friends, CASE WHEN size(friends) <= 100 THEN friends + second_between(viewer, blocks) END AS bridges
UNWIND $ids AS wanted
MATCH (person:Alumnus {id: wanted})
WHERE visible(viewer, person)
WITH person, degree_within(viewer, person, friends, bridges, blocks) AS degree
WHERE degree IS NOT NULL
RETURN person.id AS id, degree
ORDER BY id
LIMIT 100
