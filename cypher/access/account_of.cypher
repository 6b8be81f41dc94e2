// name: account_of
// purpose: The account of the one who asks.
// mode: read
// params:
//   account_id: string      the account
// returns: one row
//   name: string            the sign-in name
//   created_at: string      since when it is there
//   signed_in_at: string    when it was last signed in to, or null
MATCH (account:Account {id: $account_id})
RETURN account.name AS name, toString(account.created_at) AS created_at, toString(account.signed_in_at) AS signed_in_at
LIMIT 1
