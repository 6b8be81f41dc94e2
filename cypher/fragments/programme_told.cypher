// fragment: programme_told(programme)
// purpose: A mentoring programme with its settings, as everybody who may see it is told it.
programme {
  .id, .name, .description, .state, .format, .mode, .max_total_loss, .minimum_score, .weights, .weights_version,
  .default_capacity, .need_common_hour, .language_level, .reply_days, .reminder_days, .mid_survey_days, .topics, .agreement,
  .sign_up_until, .starts_on, .ends_on, created_at: toString(programme.created_at), updated_at: toString(programme.updated_at)
}
