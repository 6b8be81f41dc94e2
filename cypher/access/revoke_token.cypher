// name: revoke_token
// purpose: Ends one token; ending it again changes nothing.
// mode: write
// params:
//   token_hash: string    SHA-256 of the token
// returns: no rows
MATCH (token:Token {hash: $token_hash})
SET token.revoked = true
