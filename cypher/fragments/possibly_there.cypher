// fragment: possibly_there(target, people_there)
// purpose: Whether that person is one of those who are there; true of everybody while these were not read.
CASE WHEN people_there IS NULL THEN true ELSE target IN people_there END
