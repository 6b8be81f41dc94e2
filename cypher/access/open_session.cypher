// name: open_session
// purpose: A token for an account whose password was right, unless the password or the account changed in the meantime.
// mode: write
// params:
//   account_id: string        the account
//   checked_hash: string      the password's hash that the password was checked against
//   password_hash: string     the hash to keep from now on: another one when hashing has become stronger
//   name_hash: string         SHA-256 of the sign-in name, whose counted attempts are forgiven
//   token_hash: string        SHA-256 of the new token
//   seconds: integer          how long the token is good for
// returns: one row, or none when the account is not what it was
//   expires_at: string        when the token ends
MATCH (account:Account {id: $account_id})
SET account.signed_in_at = datetime()
WITH account
WHERE account.password_hash = $checked_hash AND NOT account.disabled
SET account.password_hash = $password_hash
CREATE (token:Token {
  hash: $token_hash, created_at: datetime(), expires_at: datetime() + duration({seconds: $seconds}), revoked: false
})-[:OF]->(account)
WITH token
OPTIONAL MATCH (throttle:SignInThrottle {name_hash: $name_hash})
SET throttle.attempts_at = []
RETURN toString(token.expires_at) AS expires_at
LIMIT 1
