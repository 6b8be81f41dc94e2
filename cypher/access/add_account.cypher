// name: add_account
// purpose: A new account; the constraint on names lets only one of two at the same moment through.
// mode: write
// params:
//   account_id: string       its id
//   name: string             its sign-in name
//   password_hash: string    its password's hash
//   role: string             what it is for
// returns: one row
//   id: string               its id
CREATE (account:Account {
  id: $account_id, name: $name, password_hash: $password_hash, role: $role, disabled: false, created_at: datetime()
})
RETURN account.id AS id
LIMIT 1
