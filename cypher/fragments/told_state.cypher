// fragment: told_state(request, role)
// purpose: The state of a request for an introduction as one of the three is told it; `role` is asker, introducer or target.
//   That it was declined is told to nobody but the one who declined: to the others it stays open until it expires. One that
//   nobody declined ended with a block between the other two; to whoever asked it stays open as well.
// params:
//   now: datetime   the present moment
CASE
  WHEN request.declined_by = role THEN 'declined'
  WHEN request.state = 'accepted' THEN 'accepted'
  WHEN request.withdrawn_at IS NOT NULL THEN 'withdrawn'
  WHEN request.state = 'declined' AND request.declined_by IS NULL AND role <> 'asker' THEN 'withdrawn'
  WHEN request.expires_at <= $now THEN 'expired'
  WHEN request.forwarded_at IS NOT NULL THEN 'forwarded'
  ELSE 'asked'
END
