// name: accounts
// purpose: All accounts, by name.
// mode: read
// params:
//   role: string            only those for this, or null
//   limit: integer          at most so many
// returns: one row for each
//   id: string              its id
//   name: string            its sign-in name
//   role: string            what it is for
//   disabled: boolean       whether it is out of use
//   created_at: string      since when it is there
//   signed_in_at: string    when it was last signed in to, or null
//   tokens: integer         how many of its tokens are good
//   alumnus_id: string      the person it belongs to, or null
//   alumnus_name: string    that person's name
//   alumnus_key: string     the school's own key of that person
MATCH (account:Account)
WHERE account.name >= '' AND ($role IS NULL OR account.role = $role)
WITH account
ORDER BY account.name
LIMIT $limit
OPTIONAL MATCH (account)-[:IS]->(alumnus:Alumnus)
RETURN account.id AS id, account.name AS name, account.role AS role, account.disabled AS disabled,
  toString(account.created_at) AS created_at, toString(account.signed_in_at) AS signed_in_at,
  COUNT { (token:Token {revoked: false})-[:OF]->(account) WHERE token.expires_at > datetime() } AS tokens,
  alumnus.id AS alumnus_id, alumnus.name AS alumnus_name, alumnus.key AS alumnus_key
ORDER BY name, alumnus_id
LIMIT $limit
