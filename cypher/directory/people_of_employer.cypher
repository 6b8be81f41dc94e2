// name: people_of_employer
// purpose: Everybody who works or worked at an employer, some at a time.
// mode: read
// params:
//   employer_id: string   the employer
//   after: integer        the last order key of those before, -1 at first
//   limit: integer        how many
// returns: one row for each
//   id: string            the person
//   order_key: integer    its order key
MATCH (:Employer {id: $employer_id})<-[:WORKED_AT]-(person:Alumnus)
WHERE person.order_key > $after
RETURN DISTINCT person.id AS id, person.order_key AS order_key
ORDER BY order_key
LIMIT $limit
