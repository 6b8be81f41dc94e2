// name: revoke_tokens
// purpose: Ends every token of an account.
// mode: write
// params:
//   account_id: string    the account
// returns: one row
//   revoked: integer      how many were still good
MATCH (account:Account {id: $account_id})
SET account.created_at = account.created_at
WITH account
OPTIONAL MATCH (token:Token {revoked: false})-[:OF]->(account)
SET token.revoked = true
RETURN count(CASE WHEN token.expires_at > datetime() THEN 1 END) AS revoked
LIMIT 1
