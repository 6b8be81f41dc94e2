// fragment: is_open_match(pair)
// purpose: Whether a match binds its two people: they are invited, or accepted, or work together.
// params:
//   now: datetime   the present moment
(pair.state = 'active' OR pair.state IN ['invited', 'accepted'] AND pair.expires_at > $now)
