// name: record_meeting
// purpose: A meeting that the two of an active match had, or plan; its note is theirs.
// mode: write
// params:
//   viewer_id: string      who is asking, or null for staff who are not in the graph
//   sees_all: boolean      the viewer is staff
//   as_side: string        for whom staff act: mentor or mentee; null for the two themselves
//   match_id: string       the match
//   now: datetime          the present moment
//   meeting_id: string     the id of the meeting
//   values: map            on, minutes, kind, note
// returns: one row, or none when there is no such match that the viewer may decide on
//   outcome: string        recorded, held (the one talk of a flash programme is there), or closed (the match is not active)
//   meeting: map           {id, on, minutes, kind, note, created_at}, or null
OPTIONAL MATCH (viewer:Alumnus {id: $viewer_id})
MATCH (mentor:Alumnus)<-[:PAIRS_MENTOR]-(pair:Match {id: $match_id})-[:PAIRS_MENTEE]->(mentee:Alumnus)
lock_both(mentor, mentee)
WITH pair, mentor, mentee, viewer,
  CASE WHEN $sees_all AND $as_side IS NOT NULL THEN $as_side ELSE CASE viewer WHEN mentor THEN 'mentor' WHEN mentee THEN 'mentee' END END AS side
WITH pair, mentor, mentee, viewer, side, CASE side WHEN 'mentor' THEN mentee ELSE mentor END AS partner
WHERE side IS NOT NULL AND pair.invited_at IS NOT NULL AND pair.state <> 'withdrawn' AND visible(viewer, partner)
WITH pair,
  EXISTS { (:MentoringProgramme {id: pair.programme_id, format: 'flash'}) }
    AND EXISTS { (:MentoringMeeting)-[:MEETING_OF]->(pair) } AS held
CALL (pair, held) {
  WITH pair, held
  WHERE pair.state = 'active' AND NOT held
  MERGE (meeting:MentoringMeeting {id: $meeting_id})
    ON CREATE SET meeting.created_at = $now
  MERGE (meeting)-[:MEETING_OF]->(pair)
  SET meeting += $values
  RETURN collect(meeting {.id, .on, .minutes, .kind, .note, created_at: toString(meeting.created_at)}) AS meetings
}
RETURN CASE WHEN pair.state <> 'active' THEN 'closed' WHEN held THEN 'held' ELSE 'recorded' END AS outcome, head(meetings) AS meeting
