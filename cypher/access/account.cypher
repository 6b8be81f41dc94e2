// name: account
// purpose: One account.
// mode: read
// params:
//   name: string            its sign-in name
// returns: at most one row
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
MATCH (account:Account {name: $name})
OPTIONAL MATCH (account)-[:IS]->(alumnus:Alumnus)
RETURN account.id AS id, account.name AS name, account.role AS role, account.disabled AS disabled,
  toString(account.created_at) AS created_at, toString(account.signed_in_at) AS signed_in_at,
  COUNT { (token:Token {revoked: false})-[:OF]->(account) WHERE token.expires_at > datetime() } AS tokens,
  alumnus.id AS alumnus_id, alumnus.name AS alumnus_name, alumnus.key AS alumnus_key
ORDER BY alumnus_id
LIMIT 1
