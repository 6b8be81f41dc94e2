// name: link_account
// purpose: Makes an account that of a person, in place of whomever it was linked to, unless the person has another account.
//   Both are locked before anything is read of them.
// mode: write
// params:
//   name: string           the account's sign-in name
//   alumnus_id: string     the person
// returns: one row, or none when either is not there
//   taken_by: string       the name of the account that the person has already, or null: then it is done
MATCH (alumnus:Alumnus {id: $alumnus_id})
MATCH (account:Account {name: $name})
SET alumnus.order_key = alumnus.order_key
SET account.created_at = account.created_at
WITH account, alumnus, COLLECT {
  MATCH (other:Account)-[:IS]->(alumnus)
  WHERE other <> account
  RETURN other.name ORDER BY other.name LIMIT 1
} AS others
FOREACH (yes IN CASE WHEN others = [] THEN [1] ELSE [] END | MERGE (account)-[:IS]->(alumnus))
WITH account, alumnus, others
OPTIONAL MATCH (account)-[former:IS]->(somebody:Alumnus)
WHERE somebody <> alumnus AND others = []
DELETE former
RETURN DISTINCT head(others) AS taken_by
LIMIT 1
