// name: accept_match
// purpose: One of the two says yes. The first yes takes one of the mentor's places, if one is free; the second makes the match active.
// mode: write
// params:
//   viewer_id: string      who is asking, or null for staff who are not in the graph
//   sees_all: boolean      the viewer is staff
//   as_side: string        for whom staff act: mentor or mentee; null for the two themselves
//   match_id: string       the match
//   now: datetime          the present moment
//   today: string          the present day, as it is written down
// returns: one row, or none when there is no such match that the viewer may decide on
//   outcome: string        accepted; full (no free place), paused (the mentor pauses), or closed (it was decided otherwise)
//   side: string           who said yes
//   pair: map              the match as it is told
OPTIONAL MATCH (viewer:Alumnus {id: $viewer_id})
MATCH (mentor:Alumnus)<-[:PAIRS_MENTOR]-(pair:Match {id: $match_id})-[:PAIRS_MENTEE]->(mentee:Alumnus)
lock_both(mentor, mentee)
WITH pair, mentor, mentee, viewer,
  CASE WHEN $sees_all AND $as_side IS NOT NULL THEN $as_side ELSE CASE viewer WHEN mentor THEN 'mentor' WHEN mentee THEN 'mentee' END END AS side
WITH pair, mentor, mentee, viewer, side, CASE side WHEN 'mentor' THEN mentee ELSE mentor END AS partner
WHERE side IS NOT NULL AND pair.invited_at IS NOT NULL AND pair.state <> 'withdrawn' AND visible(viewer, partner)
WITH pair, mentor, mentee, side, match_state(pair) AS before,
  COUNT { (mentor)<-[:PAIRS_MENTOR]-(other:Match {programme_id: pair.programme_id}) WHERE other <> pair AND is_taken(other) } AS taken,
  head(COLLECT {
    MATCH (mentor)-[:TAKES_PART]->(part:Participant)-[:IN_PROGRAMME]->(programme:MentoringProgramme {id: pair.programme_id})
    RETURN {
      places: coalesce(part.capacity, programme.default_capacity),
      paused: coalesce(part.paused, false) OR part.state <> 'joined'
    }
  }) AS open
WITH pair, mentor, mentee, side, before,
  CASE
    WHEN before = 'active' OR before = 'accepted' AND (side = 'mentor' AND pair.mentor_accepted_at IS NOT NULL
      OR side = 'mentee' AND pair.mentee_accepted_at IS NOT NULL) THEN 'already'
    WHEN NOT before IN ['invited', 'accepted'] THEN 'closed'
    WHEN before = 'invited' AND coalesce(open.paused, true) THEN 'paused'
    WHEN before = 'invited' AND taken >= open.places THEN 'full'
    ELSE 'accepted'
  END AS outcome
FOREACH (yes IN CASE WHEN outcome = 'accepted' THEN [1] ELSE [] END |
  SET pair.mentor_accepted_at = CASE side WHEN 'mentor' THEN $now ELSE pair.mentor_accepted_at END,
    pair.mentee_accepted_at = CASE side WHEN 'mentee' THEN $now ELSE pair.mentee_accepted_at END
  SET pair.state = CASE WHEN pair.mentor_accepted_at IS NULL OR pair.mentee_accepted_at IS NULL THEN 'accepted' ELSE 'active' END
  SET pair.active_at = CASE pair.state WHEN 'active' THEN $now END)
FOREACH (both IN CASE WHEN outcome = 'accepted' AND pair.state = 'active' THEN [1] ELSE [] END |
  MERGE (mentor)-[works:MENTORS {match_id: pair.id}]->(mentee)
    ON CREATE SET works.from = $today
  SET mentor.updated_at = $now)
RETURN CASE outcome WHEN 'already' THEN 'accepted' ELSE outcome END AS outcome, side, match_told(pair, mentor, mentee) AS pair
