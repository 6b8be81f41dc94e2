// name: issue_token
// purpose: A token for an account, given out without a password by somebody who works on this machine.
// mode: write
// params:
//   account_id: string        the account
//   token_hash: string        SHA-256 of the new token
//   seconds: integer          how long the token is good for
// returns: one row, or none when there is no such account in use
//   expires_at: string        when the token ends
MATCH (account:Account {id: $account_id})
SET account.signed_in_at = datetime()
WITH account
WHERE NOT account.disabled
CREATE (token:Token {
  hash: $token_hash, created_at: datetime(), expires_at: datetime() + duration({seconds: $seconds}), revoked: false
})-[:OF]->(account)
RETURN toString(token.expires_at) AS expires_at
LIMIT 1
