// name: token_holder
// purpose: The account that a bearer token stands for, if the token is good and the account is in use at this very moment.
// mode: read
// params:
//   token_hash: string    SHA-256 of the token, in hex
// returns: at most one row
//   account_id: string    the account
//   role: string          what the account is for
//   alumnus_id: string    the person in the graph that it belongs to, or null
MATCH (token:Token {hash: $token_hash})-[:OF]->(account:Account)
WHERE NOT token.revoked AND token.expires_at > datetime() AND NOT account.disabled
OPTIONAL MATCH (account)-[:IS]->(alumnus:Alumnus)
RETURN account.id AS account_id, account.role AS role, alumnus.id AS alumnus_id
ORDER BY alumnus_id
LIMIT 1
