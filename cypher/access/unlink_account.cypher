// name: unlink_account
// purpose: Makes an account that of nobody.
// mode: write
// params:
//   name: string     the account's sign-in name
// returns: one row, or none when there is no such account
//   name: string        its name
//   unlinked: integer   how many people it was linked to
MATCH (account:Account {name: $name})
OPTIONAL MATCH (account)-[link:IS]->(:Alumnus)
DELETE link
RETURN account.name AS name, count(link) AS unlinked
LIMIT 1
