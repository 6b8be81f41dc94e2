"""The statements of cypher/programmes as functions: one for each, typed as its header says."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from graph_service.graph import Row, Runner, room_statements, rows_as

STATEMENTS = room_statements("programmes")
HOT: tuple[str, ...] = (
    "programme",
    "programmes",
    "own_matches",
    "match",
    "match_diary",
    "accept_match",
    "decline_match",
)

R = TypeVar("R", bound=Row)


class Decided(Row):
    """What became of a match that somebody decided on."""

    outcome: str
    side: str
    pair: dict[str, Any]


class EnteredRow(Row):
    """What became of one entry of staff."""

    line: int
    outcome: str
    part: dict[str, Any] | None


class Answered(Row):
    """What became of an answer."""

    outcome: str
    answer: dict[str, Any] | None


class LiveRound(Row):
    """A round that is being solved."""

    round_id: str


class BegunRound(Row):
    """A round that was begun, or runs."""

    outcome: str
    round: dict[str, Any] | None


class BoundPair(Row):
    """A pair that a new round leaves as it is."""

    mentor_id: str
    mentee_id: str
    score: int
    active: bool


class MovedProgramme(Row):
    """A programme and its state until now."""

    before: str
    programme: dict[str, Any]


class MadeProgramme(Row):
    """A new programme."""

    programme: dict[str, Any]


class EntrantGroups(Row):
    """What groups a mentee belongs to."""

    id: str
    programme_type: str | None
    intake_year: int | None
    industry: str | None
    province: str | None
    score: int | None


class Entrant(Row):
    """Somebody who would be matched now."""

    id: str
    role: str
    capacity: int
    minimum: int
    topic: str | None
    topic_places: list[Any]
    shortlist: list[Any]


class KnownPerson(Row):
    """Somebody on a shortlist who is there."""

    id: str


class LastPair(Row):
    """A pair of the last round."""

    mentor_id: str
    mentee_id: str


class Left(Row):
    """What is left of a part."""

    active: int
    part: dict[str, Any]


class FoundMatch(Row):
    """One match and the side of the viewer."""

    pair: dict[str, Any]
    side: str | None


class FoundDiary(Row):
    """What happens in a match."""

    goals: list[Any]
    meetings: list[Any]
    answers: list[Any]


class Outcomes(Row):
    """Matches in one state."""

    state: str
    matches: int
    reminders: int
    surveys: int
    rating: float | None
    meetings: int


class FoundRound(Row):
    """One round."""

    round: dict[str, Any]


class ListedMatch(Row):
    """A match on a list."""

    pair: dict[str, Any]


class RuledPair(Row):
    """A pair that staff locked or forbade."""

    kind: str
    mentor: dict[str, Any]
    mentee: dict[str, Any]
    reason: str | None


class ListedParticipant(Row):
    """Somebody who takes part, as staff list them."""

    part: dict[str, Any]
    key: str | None
    taken: int


class FoundProgramme(Row):
    """One programme."""

    programme: dict[str, Any]
    salt: str
    part: dict[str, Any] | None


class FoundMentor(Row):
    """Somebody for a shortlist."""

    person: dict[str, Any]
    title: str | None
    employer: str | None
    topics: list[Any]


class ListedProgramme(Row):
    """A programme on a list."""

    programme: dict[str, Any]
    part: dict[str, Any] | None


class Proposed(Row):
    """How many pairs were proposed."""

    proposed: int


class PublishedRound(Row):
    """What became of the pairs of a draft."""

    before: str
    newest: bool
    running: bool
    invited: int
    withdrawn: int
    round: dict[str, Any]


class ReadinessRow(Row):
    """Sign-ups of one role and topic."""

    role: str
    topic: str | None
    people: int
    paused: int
    places: int
    free: int
    profiles: int


class Recorded(Row):
    """What became of a meeting."""

    outcome: str
    meeting: dict[str, Any] | None


class Removed(Row):
    """How many rules were removed."""

    removed: int


class RoundInput(Row):
    """What a round was computed from."""

    programme_id: str
    packed: bytes


class GoalSet(Row):
    """What became of a goal."""

    outcome: str
    goal: dict[str, Any] | None


class RuleSet(Row):
    """What holds for a pair."""

    kind: str


class Joined(Row):
    """What became of somebody who would take part."""

    outcome: str
    part: dict[str, Any] | None


async def accept_match(
    graph: Runner,
    *,
    viewer_id: str | None,
    sees_all: bool,
    as_side: str | None,
    match_id: str,
    now: datetime,
    today: str,
) -> Decided | None:
    """One of the two says yes."""
    return _first(
        rows_as(
            Decided,
            await graph.run(
                STATEMENTS["accept_match"],
                viewer_id=viewer_id,
                sees_all=sees_all,
                as_side=as_side,
                match_id=match_id,
                now=now,
                today=today,
            ),
        )
    )


async def add_participants(graph: Runner, *, programme_id: str, entries: list[Any], now: datetime) -> list[EnteredRow]:
    """Staff enter people into a programme, each row by itself."""
    return rows_as(
        EnteredRow, await graph.run(STATEMENTS["add_participants"], programme_id=programme_id, entries=entries, now=now)
    )


async def agree_on(
    graph: Runner,
    *,
    viewer_id: str | None,
    sees_all: bool,
    as_side: str | None,
    match_id: str,
    now: datetime,
    agreement: str,
) -> Decided | None:
    """What the two of an active match agree on, in their own words."""
    return _first(
        rows_as(
            Decided,
            await graph.run(
                STATEMENTS["agree_on"],
                viewer_id=viewer_id,
                sees_all=sees_all,
                as_side=as_side,
                match_id=match_id,
                now=now,
                agreement=agreement,
            ),
        )
    )


async def answer_survey(
    graph: Runner,
    *,
    viewer_id: str | None,
    sees_all: bool,
    as_side: str | None,
    match_id: str,
    now: datetime,
    survey: str,
    values: dict[str, Any],
) -> Answered | None:
    """What one of the two says about a match, in the middle or at the end."""
    return _first(
        rows_as(
            Answered,
            await graph.run(
                STATEMENTS["answer_survey"],
                viewer_id=viewer_id,
                sees_all=sees_all,
                as_side=as_side,
                match_id=match_id,
                now=now,
                survey=survey,
                values=values,
            ),
        )
    )


async def beat_round(graph: Runner, *, round_id: str, progress: float, step: str, now: datetime) -> LiveRound | None:
    """A round is still being solved, and how far."""
    return _first(
        rows_as(
            LiveRound,
            await graph.run(STATEMENTS["beat_round"], round_id=round_id, progress=progress, step=step, now=now),
        )
    )


async def begin_round(
    graph: Runner, *, programme_id: str, round_id: str, mode: str | None, by: str, now: datetime, alive_after: datetime
) -> BegunRound | None:
    """A new round of a programme that is about to be solved, or the one that is being solved at this moment."""
    return _first(
        rows_as(
            BegunRound,
            await graph.run(
                STATEMENTS["begin_round"],
                programme_id=programme_id,
                round_id=round_id,
                mode=mode,
                by=by,
                now=now,
                alive_after=alive_after,
            ),
        )
    )


async def bound_pairs(graph: Runner, *, programme_id: str, now: datetime, limit: int) -> list[BoundPair]:
    """Pairs of a programme that a new round leaves as they are."""
    return rows_as(
        BoundPair, await graph.run(STATEMENTS["bound_pairs"], programme_id=programme_id, now=now, limit=limit)
    )


async def change_programme(
    graph: Runner, *, programme_id: str, values: dict[str, Any], now: datetime
) -> MovedProgramme | None:
    """Changes settings of a programme that has not come to its end."""
    return _first(
        rows_as(
            MovedProgramme,
            await graph.run(STATEMENTS["change_programme"], programme_id=programme_id, values=values, now=now),
        )
    )


async def create_programme(
    graph: Runner, *, programme_id: str, values: dict[str, Any], salt: str, now: datetime
) -> MadeProgramme:
    """A new mentoring programme, a draft that only staff see."""
    return rows_as(
        MadeProgramme,
        await graph.run(STATEMENTS["create_programme"], programme_id=programme_id, values=values, salt=salt, now=now),
    )[0]


async def decline_match(
    graph: Runner,
    *,
    viewer_id: str | None,
    sees_all: bool,
    as_side: str | None,
    match_id: str,
    now: datetime,
    reason: str | None,
) -> Decided | None:
    """One of the two says no to an invitation."""
    return _first(
        rows_as(
            Decided,
            await graph.run(
                STATEMENTS["decline_match"],
                viewer_id=viewer_id,
                sees_all=sees_all,
                as_side=as_side,
                match_id=match_id,
                now=now,
                reason=reason,
            ),
        )
    )


async def end_match(
    graph: Runner,
    *,
    viewer_id: str | None,
    sees_all: bool,
    as_side: str | None,
    match_id: str,
    now: datetime,
    today: str,
    state: str,
    reason: str | None,
    rematch: bool,
) -> Decided | None:
    """A match that was active is over, as planned or before its time."""
    return _first(
        rows_as(
            Decided,
            await graph.run(
                STATEMENTS["end_match"],
                viewer_id=viewer_id,
                sees_all=sees_all,
                as_side=as_side,
                match_id=match_id,
                now=now,
                today=today,
                state=state,
                reason=reason,
                rematch=rematch,
            ),
        )
    )


async def entrant_groups(graph: Runner, *, round_id: str, limit: int) -> list[EntrantGroups]:
    """What groups the mentees of a round belong to, and how they fared in it."""
    return rows_as(EntrantGroups, await graph.run(STATEMENTS["entrant_groups"], round_id=round_id, limit=limit))


async def entrants(graph: Runner, *, programme_id: str, limit: int) -> list[Entrant]:
    """Who would be matched in a programme now."""
    return rows_as(Entrant, await graph.run(STATEMENTS["entrants"], programme_id=programme_id, limit=limit))


async def fail_round(graph: Runner, *, round_id: str, error: str, now: datetime) -> None:
    """A round could not be solved, and why."""
    await graph.run(STATEMENTS["fail_round"], round_id=round_id, error=error, now=now)


async def finish_round(
    graph: Runner, *, round_id: str, values: dict[str, Any], packed: bytes, now: datetime
) -> LiveRound | None:
    """A round is solved."""
    return _first(
        rows_as(
            LiveRound,
            await graph.run(STATEMENTS["finish_round"], round_id=round_id, values=values, packed=packed, now=now),
        )
    )


async def known_shortlist(
    graph: Runner, *, viewer_id: str | None, sees_all: bool, programme_id: str, role: str, ids: list[Any]
) -> list[KnownPerson]:
    """Which of these people take part in a programme in that role and may be seen by the viewer."""
    return rows_as(
        KnownPerson,
        await graph.run(
            STATEMENTS["known_shortlist"],
            viewer_id=viewer_id,
            sees_all=sees_all,
            programme_id=programme_id,
            role=role,
            ids=ids,
        ),
    )


async def last_pairs(graph: Runner, *, programme_id: str, limit: int) -> list[LastPair]:
    """The pairs of a programme's last round that was solved."""
    return rows_as(LastPair, await graph.run(STATEMENTS["last_pairs"], programme_id=programme_id, limit=limit))


async def leave_programme(graph: Runner, *, person_id: str, programme_id: str, by: str, now: datetime) -> Left | None:
    """Somebody leaves a programme."""
    return _first(
        rows_as(
            Left,
            await graph.run(
                STATEMENTS["leave_programme"], person_id=person_id, programme_id=programme_id, by=by, now=now
            ),
        )
    )


async def match(
    graph: Runner, *, viewer_id: str | None, sees_all: bool, match_id: str, now: datetime
) -> FoundMatch | None:
    """One match, for its two people while they may see each other, and for staff."""
    return _first(
        rows_as(
            FoundMatch,
            await graph.run(STATEMENTS["match"], viewer_id=viewer_id, sees_all=sees_all, match_id=match_id, now=now),
        )
    )


async def match_diary(graph: Runner, *, viewer_id: str | None, sees_all: bool, match_id: str) -> FoundDiary | None:
    """Goals, meetings and survey answers of a match."""
    return _first(
        rows_as(
            FoundDiary,
            await graph.run(STATEMENTS["match_diary"], viewer_id=viewer_id, sees_all=sees_all, match_id=match_id),
        )
    )


async def match_outcomes(
    graph: Runner, *, programme_id: str, now: datetime, remind_before: datetime, survey_before: datetime
) -> list[Outcomes]:
    """What became of the matches of a programme, and who is due to be reminded or asked."""
    return rows_as(
        Outcomes,
        await graph.run(
            STATEMENTS["match_outcomes"],
            programme_id=programme_id,
            now=now,
            remind_before=remind_before,
            survey_before=survey_before,
        ),
    )


async def matching_round(graph: Runner, *, round_id: str) -> FoundRound | None:
    """One round."""
    return _first(rows_as(FoundRound, await graph.run(STATEMENTS["matching_round"], round_id=round_id)))


async def move_programme(
    graph: Runner, *, programme_id: str, from_states: list[Any], to_state: str, now: datetime
) -> MovedProgramme | None:
    """Brings a programme from one of some states into another."""
    return _first(
        rows_as(
            MovedProgramme,
            await graph.run(
                STATEMENTS["move_programme"],
                programme_id=programme_id,
                from_states=from_states,
                to_state=to_state,
                now=now,
            ),
        )
    )


async def own_matches(
    graph: Runner,
    *,
    viewer_id: str | None,
    sees_all: bool,
    now: datetime,
    state: str | None,
    after_at: str | None,
    after_id: str | None,
    limit: int,
) -> list[ListedMatch]:
    """The viewer's own matches with people whom they may see, the newest first."""
    return rows_as(
        ListedMatch,
        await graph.run(
            STATEMENTS["own_matches"],
            viewer_id=viewer_id,
            sees_all=sees_all,
            now=now,
            state=state,
            after_at=after_at,
            after_id=after_id,
            limit=limit,
        ),
    )


async def pair_rules(graph: Runner, *, programme_id: str, limit: int) -> list[RuledPair]:
    """Which pairs staff locked or forbade in a programme."""
    return rows_as(RuledPair, await graph.run(STATEMENTS["pair_rules"], programme_id=programme_id, limit=limit))


async def participants(
    graph: Runner,
    *,
    programme_id: str,
    role: str | None,
    state: str | None,
    after_name: str | None,
    after_id: str | None,
    limit: int,
) -> list[ListedParticipant]:
    """Who takes part in a programme, for staff, by name."""
    return rows_as(
        ListedParticipant,
        await graph.run(
            STATEMENTS["participants"],
            programme_id=programme_id,
            role=role,
            state=state,
            after_name=after_name,
            after_id=after_id,
            limit=limit,
        ),
    )


async def programme(
    graph: Runner, *, viewer_id: str | None, sees_all: bool, programme_id: str
) -> FoundProgramme | None:
    """One programme, for staff, for those who take part, and for everybody while it is open."""
    return _first(
        rows_as(
            FoundProgramme,
            await graph.run(STATEMENTS["programme"], viewer_id=viewer_id, sees_all=sees_all, programme_id=programme_id),
        )
    )


async def programme_mentors(
    graph: Runner,
    *,
    viewer_id: str | None,
    sees_all: bool,
    programme_id: str,
    role: str,
    after_name: str | None,
    after_id: str | None,
    limit: int,
) -> list[FoundMentor]:
    """The mentors of a programme whom somebody who takes part in it may see, to put on their shortlist."""
    return rows_as(
        FoundMentor,
        await graph.run(
            STATEMENTS["programme_mentors"],
            viewer_id=viewer_id,
            sees_all=sees_all,
            programme_id=programme_id,
            role=role,
            after_name=after_name,
            after_id=after_id,
            limit=limit,
        ),
    )


async def programmes(
    graph: Runner,
    *,
    viewer_id: str | None,
    sees_all: bool,
    state: str | None,
    after_at: str | None,
    after_id: str | None,
    limit: int,
) -> list[ListedProgramme]:
    """The programmes that the viewer may know of, the newest first."""
    return rows_as(
        ListedProgramme,
        await graph.run(
            STATEMENTS["programmes"],
            viewer_id=viewer_id,
            sees_all=sees_all,
            state=state,
            after_at=after_at,
            after_id=after_id,
            limit=limit,
        ),
    )


async def proposals(
    graph: Runner, *, round_id: str, now: datetime, after_name: str | None, after_id: str | None, limit: int
) -> list[ListedMatch]:
    """The pairs of a round, for staff, by mentee's name."""
    return rows_as(
        ListedMatch,
        await graph.run(
            STATEMENTS["proposals"], round_id=round_id, now=now, after_name=after_name, after_id=after_id, limit=limit
        ),
    )


async def propose_matches(graph: Runner, *, round_id: str, programme_id: str, pairs: list[Any]) -> Proposed:
    """The pairs of a round that was solved, as proposals."""
    return rows_as(
        Proposed,
        await graph.run(STATEMENTS["propose_matches"], round_id=round_id, programme_id=programme_id, pairs=pairs),
    )[0]


async def publish_round(
    graph: Runner, *, round_id: str, sees_all: bool, now: datetime, expires_at: datetime
) -> PublishedRound | None:
    """Invites the pairs of a draft, those that are still possible."""
    return _first(
        rows_as(
            PublishedRound,
            await graph.run(
                STATEMENTS["publish_round"], round_id=round_id, sees_all=sees_all, now=now, expires_at=expires_at
            ),
        )
    )


async def readiness(graph: Runner, *, programme_id: str, now: datetime) -> list[ReadinessRow]:
    """Whether a programme is ready to be matched."""
    return rows_as(ReadinessRow, await graph.run(STATEMENTS["readiness"], programme_id=programme_id, now=now))


async def record_meeting(
    graph: Runner,
    *,
    viewer_id: str | None,
    sees_all: bool,
    as_side: str | None,
    match_id: str,
    now: datetime,
    meeting_id: str,
    values: dict[str, Any],
) -> Recorded | None:
    """A meeting that the two of an active match had, or plan."""
    return _first(
        rows_as(
            Recorded,
            await graph.run(
                STATEMENTS["record_meeting"],
                viewer_id=viewer_id,
                sees_all=sees_all,
                as_side=as_side,
                match_id=match_id,
                now=now,
                meeting_id=meeting_id,
                values=values,
            ),
        )
    )


async def remove_pair_rule(graph: Runner, *, programme_id: str, mentor_id: str, mentee_id: str) -> Removed:
    """Nothing is said about a pair any more."""
    return rows_as(
        Removed,
        await graph.run(
            STATEMENTS["remove_pair_rule"], programme_id=programme_id, mentor_id=mentor_id, mentee_id=mentee_id
        ),
    )[0]


async def round_input(graph: Runner, *, round_id: str) -> RoundInput | None:
    """What a round was computed from."""
    return _first(rows_as(RoundInput, await graph.run(STATEMENTS["round_input"], round_id=round_id)))


async def rounds(graph: Runner, *, programme_id: str, limit: int) -> list[FoundRound]:
    """The rounds of a programme, the newest first."""
    return rows_as(FoundRound, await graph.run(STATEMENTS["rounds"], programme_id=programme_id, limit=limit))


async def set_goal(
    graph: Runner,
    *,
    viewer_id: str | None,
    sees_all: bool,
    as_side: str | None,
    match_id: str,
    now: datetime,
    goal_id: str,
    is_new: bool,
    values: dict[str, Any],
) -> GoalSet | None:
    """A goal that the two of an active match set themselves, or a change of one."""
    return _first(
        rows_as(
            GoalSet,
            await graph.run(
                STATEMENTS["set_goal"],
                viewer_id=viewer_id,
                sees_all=sees_all,
                as_side=as_side,
                match_id=match_id,
                now=now,
                goal_id=goal_id,
                is_new=is_new,
                values=values,
            ),
        )
    )


async def set_pair_rule(
    graph: Runner,
    *,
    programme_id: str,
    mentor_id: str,
    mentee_id: str,
    kind: str,
    reason: str | None,
    by: str,
    now: datetime,
) -> RuleSet | None:
    """Staff lock a pair, or forbid it, for all rounds to come."""
    return _first(
        rows_as(
            RuleSet,
            await graph.run(
                STATEMENTS["set_pair_rule"],
                programme_id=programme_id,
                mentor_id=mentor_id,
                mentee_id=mentee_id,
                kind=kind,
                reason=reason,
                by=by,
                now=now,
            ),
        )
    )


async def take_part(
    graph: Runner,
    *,
    person_id: str,
    programme_id: str,
    participant_id: str,
    role: str,
    values: dict[str, Any],
    now: datetime,
) -> Joined | None:
    """Somebody joins an open programme, or changes what they said when they joined."""
    return _first(
        rows_as(
            Joined,
            await graph.run(
                STATEMENTS["take_part"],
                person_id=person_id,
                programme_id=programme_id,
                participant_id=participant_id,
                role=role,
                values=values,
                now=now,
            ),
        )
    )


def _first(rows: list[R]) -> R | None:
    return rows[0] if rows else None
