// fragment: told_decided(request, role)
// purpose: When a request for an introduction came to its end, as one of the three is told it; null while it is open to them.
// params:
//   now: datetime   the present moment
CASE told_state(request, role)
  WHEN 'withdrawn' THEN coalesce(request.withdrawn_at, request.decided_at)
  WHEN 'expired' THEN request.expires_at
  WHEN 'accepted' THEN request.decided_at
  WHEN 'declined' THEN request.decided_at
END
