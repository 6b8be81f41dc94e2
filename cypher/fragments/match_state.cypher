// fragment: match_state(pair)
// purpose: The state of a match at this moment: an invitation that nobody answered in time has expired by itself, and so has
//   one that only one of the two accepted.
// params:
//   now: datetime   the present moment
CASE WHEN pair.state IN ['invited', 'accepted'] AND pair.expires_at <= $now THEN 'expired' ELSE pair.state END
