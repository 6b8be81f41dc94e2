// name: set_password
// purpose: A new password for an account; whoever was signed in with the old one is not any more.
// mode: write
// params:
//   name: string             the account's sign-in name
//   password_hash: string    the new password's hash
//   name_hash: string        SHA-256 of the name, whose counted attempts are forgiven
// returns: one row, or none when there is no such account
//   name: string             its name
//   revoked: integer         how many of its tokens were ended
MATCH (account:Account {name: $name})
SET account.password_hash = $password_hash
WITH account
OPTIONAL MATCH (throttle:SignInThrottle {name_hash: $name_hash})
SET throttle.attempts_at = []
WITH account
OPTIONAL MATCH (token:Token {revoked: false})-[:OF]->(account)
SET token.revoked = true
RETURN account.name AS name, count(CASE WHEN token.expires_at > datetime() THEN 1 END) AS revoked
LIMIT 1
