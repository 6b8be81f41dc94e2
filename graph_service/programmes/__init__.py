"""The life of a mentoring programme: sign-up, rounds, staff review, invitations, matches and the report."""
