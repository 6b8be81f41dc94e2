// name: forget_expired
// purpose: Takes ended tokens and old counts of attempts out of the graph, a few at a time.
// mode: write
// params:
//   window_seconds: integer   how long an attempt to sign in counts
//   at_most: integer          how many of each to take out
// returns: no rows
CALL () {
  MATCH (token:Token)
  WHERE token.expires_at < datetime() - duration({days: 1})
  WITH token LIMIT $at_most
  DETACH DELETE token
}
CALL () {
  MATCH (throttle:SignInThrottle)
  WHERE throttle.last_at < datetime() - duration({seconds: $window_seconds})
  WITH throttle LIMIT $at_most
  DELETE throttle
}
