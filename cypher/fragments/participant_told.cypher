// fragment: participant_told(participant, somebody)
// purpose: Somebody's part in a programme as they themselves and staff are told it.
participant {
  .id, .role, .state, .capacity, .minimum, .topic, .topic_places, .shortlist, .paused, .added_by,
  person: somebody {.id, .name, .name_latin}, joined_at: toString(participant.joined_at)
}
