// fragment: round_told(round)
// purpose: A round of a programme as staff are told it; what it was computed from is not in it.
round {
  .id, .programme_id, .number, .state, .progress, .step, .error, .mode, .placed, .mentees, .mentors, .total, .worst, .upper_bound,
  .optimal, .blocking_pairs, .favours, .configuration, .details, .seconds, created_at: toString(round.created_at),
  solved_at: toString(round.solved_at), published_at: toString(round.published_at)
}
