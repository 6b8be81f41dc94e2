// name: change_account
// purpose: Gives an account another role, or takes it out of use or back into it; never the last administrator. The school is
//   locked first, so that two administrators cannot put each other out at the same moment.
// mode: write
// params:
//   name: string            the account's sign-in name
//   role: string            its new role, or null
//   disabled: boolean       whether it is out of use from now on, or null
// returns: one row, or none when there is no such account
//   last_admin: boolean     whether it was left as it is, being the last administrator in use
//   revoked: integer        how many of its tokens were ended
MERGE (school:School {key: 'school'})
SET school.key = school.key
WITH school
MATCH (account:Account {name: $name})
SET account.created_at = account.created_at
WITH account, account.role = 'admin' AND NOT account.disabled
  AND NOT (coalesce($role, account.role) = 'admin' AND NOT coalesce($disabled, account.disabled))
  AND NOT EXISTS { MATCH (other:Account {role: 'admin'}) WHERE other <> account AND NOT other.disabled } AS last_admin
FOREACH (yes IN CASE WHEN last_admin THEN [] ELSE [1] END |
  SET account.role = coalesce($role, account.role), account.disabled = coalesce($disabled, account.disabled))
WITH account, last_admin
OPTIONAL MATCH (token:Token {revoked: false})-[:OF]->(account)
WHERE account.disabled
SET token.revoked = true
RETURN last_admin, count(CASE WHEN token.expires_at > datetime() THEN 1 END) AS revoked
LIMIT 1
