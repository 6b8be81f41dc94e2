// name: begin_sign_in
// purpose: Counts an attempt to sign in before the password is looked at, so that many at once cannot slip past the limit,
//   and gives what is needed to check the password. Unknown names are counted as known ones are.
// mode: write
// params:
//   name: string              the sign-in name
//   name_hash: string         SHA-256 of it: people type passwords into the wrong field
//   attempts: integer         attempts allowed within the window
//   window_seconds: integer   how long an attempt counts
// returns: one row
//   allowed: boolean          whether the attempt may go on
//   wait_seconds: integer     how long until the next may be made, if this one may not
//   account_id: string        the account of that name, or null; null too if it is disabled or the attempt may not go on
//   password_hash: string     its password's hash, or null
MERGE (throttle:SignInThrottle {name_hash: $name_hash})
SET throttle.last_at = datetime()
WITH throttle, [at IN coalesce(throttle.attempts_at, []) WHERE at > datetime() - duration({seconds: $window_seconds})] AS recent
WITH throttle, recent, size(recent) < $attempts AS allowed
SET throttle.attempts_at = CASE WHEN allowed THEN recent + [datetime()] ELSE recent END
WITH recent, allowed
OPTIONAL MATCH (account:Account {name: $name})
  WHERE allowed AND NOT account.disabled
RETURN allowed,
  CASE WHEN allowed THEN 0
    ELSE duration.inSeconds(datetime(), recent[size(recent) - $attempts] + duration({seconds: $window_seconds})).seconds + 1
  END AS wait_seconds,
  account.id AS account_id, account.password_hash AS password_hash
LIMIT 1
