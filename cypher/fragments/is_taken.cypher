// fragment: is_taken(pair)
// purpose: Whether a match takes one of its mentor's places: somebody accepted it, and it has not come to an end.
// params:
//   now: datetime   the present moment
(pair.state = 'active' OR pair.state = 'accepted' AND pair.expires_at > $now)
