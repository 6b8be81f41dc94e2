// fragment: match_told(pair, mentor, mentee)
// purpose: A match as it is told: what it is now, who is in it, and when what happened.
// params:
//   now: datetime   the present moment
pair {
  .id, .programme_id, .round_id, .score, .locked, .agreement, .end_reason, .rematch_wanted, state: match_state(pair),
  mentor: mentor {.id, .name, .name_latin}, mentee: mentee {.id, .name, .name_latin},
  accepted_by: [side IN ['mentor', 'mentee'] WHERE
    CASE side WHEN 'mentor' THEN pair.mentor_accepted_at ELSE pair.mentee_accepted_at END IS NOT NULL],
  invited_at: toString(pair.invited_at), expires_at: toString(pair.expires_at), active_at: toString(pair.active_at),
  ended_at: toString(pair.ended_at)
}
