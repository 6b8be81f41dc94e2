"""The life of a match between its two people: invited, accepted or declined, at work, over; goals, meetings, surveys.

Each step is one statement that holds both people while it looks and decides. A yes takes one of the mentor's places
when it is the first of the two; so two hundred people who accept at once get exactly as many places as there are. A
step that was taken already is taken again without effect; one that contradicts what was decided is refused. Staff
decide for one of the two when they say for whom, and that is recorded.
"""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from graph_service.access.audit import audit
from graph_service.access.viewer import Viewer
from graph_service.graph import Graph, Runner
from graph_service.programmes import queries
from graph_service.programmes.life import MatchState
from graph_service.programmes.models import (
    AgreementRequest,
    DecideRequest,
    DeclineRequest,
    Diary,
    EndRequest,
    Goal,
    GoalRequest,
    Match,
    Meeting,
    MeetingRequest,
    Role,
    SurveyAnswer,
    SurveyRequest,
)
from graph_service.programmes.problems import (
    GoalNotFound,
    MatchClosed,
    MatchNotFound,
    MentorFull,
    MentorPaused,
    SideMissing,
    TalkHeld,
)
from graph_service.programmes.queries import Decided
from graph_service.web.paging import Page, cursor_after_moment, moment_position, question_digest

T = TypeVar("T")


async def _at_once(graph: Graph, viewer: Viewer, work: Callable[[Runner], Awaitable[T]]) -> T:
    """The work in one transaction where it is recorded; a member's step is one statement, and holds others up less."""
    return await (graph.transact(work) if viewer.sees_all else work(graph))


async def own_matches(
    graph: Graph, viewer: Viewer, state: MatchState | None, *, cursor: str | None, limit: int, now: datetime
) -> Page[Match]:
    """One page of the viewer's own matches, the newest first. Raises InvalidCursor."""
    digest = question_digest({"matches": state, "viewer": viewer.account_id})
    after_at, after_id = moment_position(cursor, digest)
    rows = await queries.own_matches(
        graph,
        viewer_id=viewer.alumnus_id,
        sees_all=False,
        now=now,
        state=state,
        after_at=after_at,
        after_id=after_id,
        limit=limit + 1,
    )
    moments = [(row.pair["invited_at"], row.pair["id"]) for row in rows]
    return Page(
        items=[told_match(row.pair, _side(viewer, row.pair)) for row in rows[:limit]],
        next_cursor=cursor_after_moment(moments, limit, digest),
    )


async def match_found(graph: Graph, viewer: Viewer, match_id: str, now: datetime) -> Match:
    """One match. Raises MatchNotFound."""
    found = await queries.match(
        graph, viewer_id=viewer.alumnus_id, sees_all=viewer.sees_all, match_id=match_id, now=now
    )
    if found is None:
        raise MatchNotFound
    await _noted(graph, viewer, "mentoring.match", found.pair)
    return told_match(found.pair, _side(viewer, found.pair))


async def accept(graph: Graph, viewer: Viewer, match_id: str, body: DecideRequest, now: datetime) -> Match:
    """The match, to which one more of the two has said yes.

    Raises MatchNotFound, SideMissing, MentorFull, MentorPaused and MatchClosed.
    """

    async def accepted(runner: Runner) -> Match:
        came = await queries.accept_match(
            runner, **_deciding(viewer, match_id, body, now), today=now.date().isoformat()
        )
        if came and came.outcome == "full":
            raise MentorFull
        if came and came.outcome == "paused":
            raise MentorPaused
        return await _decided(runner, viewer, came, match_id, "accepted", now)

    return await _at_once(graph, viewer, accepted)


async def decline(graph: Graph, viewer: Viewer, match_id: str, body: DeclineRequest, now: datetime) -> Match:
    """The match, to which one of the two has said no. Raises MatchNotFound, SideMissing and MatchClosed."""

    async def declined(runner: Runner) -> Match:
        came = await queries.decline_match(runner, **_deciding(viewer, match_id, body, now), reason=body.reason)
        return await _decided(runner, viewer, came, match_id, "declined", now)

    return await _at_once(graph, viewer, declined)


async def end(
    graph: Graph, viewer: Viewer, match_id: str, body: EndRequest, now: datetime, *, rematch: bool = False
) -> Match:
    """The match, which is over. With `rematch` the mentee is in the next round again, and it is nobody's fault.

    Raises MatchNotFound, SideMissing and MatchClosed.
    """

    async def ended(runner: Runner) -> Match:
        came = await queries.end_match(
            runner,
            **_deciding(viewer, match_id, body, now),
            today=now.date().isoformat(),
            state=body.how,
            reason=body.reason,
            rematch=rematch,
        )
        return await _decided(runner, viewer, came, match_id, "rematch" if rematch else body.how, now)

    return await _at_once(graph, viewer, ended)


async def agree(graph: Graph, viewer: Viewer, match_id: str, body: AgreementRequest, now: datetime) -> Match:
    """The match with what the two agree on. Raises MatchNotFound, SideMissing and MatchClosed."""

    async def agreed(runner: Runner) -> Match:
        came = await queries.agree_on(runner, **_deciding(viewer, match_id, body, now), agreement=body.agreement)
        return await _decided(runner, viewer, came, match_id, "agreed", now)

    return await _at_once(graph, viewer, agreed)


async def set_goal(
    graph: Graph, viewer: Viewer, match_id: str, goal_id: str | None, body: GoalRequest, now: datetime
) -> Goal:
    """The goal, new or changed. Raises MatchNotFound, GoalNotFound, SideMissing and MatchClosed."""
    values = {"text": body.text, "due": body.due and body.due.isoformat(), "done": body.done}

    async def done(runner: Runner) -> Goal:
        came = await queries.set_goal(
            runner,
            **_deciding(viewer, match_id, body, now),
            goal_id=goal_id or str(uuid.uuid4()),
            is_new=goal_id is None,
            values=values,
        )
        if came is None:
            await _deny(runner, viewer, match_id, now)
            raise GoalNotFound
        if came.goal is None:
            raise MatchClosed("not active")
        return Goal.model_validate(came.goal)

    return await _at_once(graph, viewer, done)


async def record_meeting(graph: Graph, viewer: Viewer, match_id: str, body: MeetingRequest, now: datetime) -> Meeting:
    """The meeting that was recorded. Raises MatchNotFound, SideMissing, TalkHeld and MatchClosed."""
    values = {"on": body.on.isoformat(), "minutes": body.minutes, "kind": body.kind, "note": body.note}

    async def recorded(runner: Runner) -> Meeting:
        came = await queries.record_meeting(
            runner, **_deciding(viewer, match_id, body, now), meeting_id=str(uuid.uuid4()), values=values
        )
        if came is None:
            await _deny(runner, viewer, match_id, now)
            raise MatchNotFound
        if came.outcome == "held":
            raise TalkHeld
        if came.meeting is None:
            raise MatchClosed("not active")
        return Meeting.model_validate(came.meeting)

    return await _at_once(graph, viewer, recorded)


async def answer_survey(
    graph: Graph, viewer: Viewer, match_id: str, survey: str, body: SurveyRequest, now: datetime
) -> SurveyAnswer:
    """The answer, in the place of an earlier one. Raises MatchNotFound, SideMissing and MatchClosed."""
    values = {"rating": body.rating, "meets": body.meets, "text": body.text}

    async def answered(runner: Runner) -> SurveyAnswer:
        came = await queries.answer_survey(
            runner, **_deciding(viewer, match_id, body, now), survey=survey, values=values
        )
        if came is None:
            await _deny(runner, viewer, match_id, now)
            raise MatchNotFound
        if came.answer is None:
            raise MatchClosed("not active, and never was")
        return SurveyAnswer.model_validate(came.answer)

    return await _at_once(graph, viewer, answered)


async def diary(graph: Graph, viewer: Viewer, match_id: str, now: datetime) -> Diary:
    """What happens in a match. Raises MatchNotFound."""
    await match_found(graph, viewer, match_id, now)
    found = await queries.match_diary(graph, viewer_id=viewer.alumnus_id, sees_all=viewer.sees_all, match_id=match_id)
    if found is None:
        raise MatchNotFound
    return Diary.model_validate(found.model_dump())


def _deciding(viewer: Viewer, match_id: str, body: DecideRequest, now: datetime) -> dict[str, Any]:
    return {
        "viewer_id": viewer.alumnus_id,
        "sees_all": viewer.sees_all,
        "as_side": body.as_side if viewer.sees_all else None,
        "match_id": match_id,
        "now": now,
    }


async def _decided(
    runner: Runner, viewer: Viewer, came: Decided | None, match_id: str, step: str, now: datetime
) -> Match:
    if came is None:
        await _deny(runner, viewer, match_id, now)
        raise MatchNotFound
    if came.outcome == "closed":
        raise MatchClosed(came.pair["state"])
    await _noted(runner, viewer, f"mentoring.{step} as {came.side}", came.pair)
    return told_match(came.pair, _side(viewer, came.pair))


async def _deny(runner: Runner, viewer: Viewer, match_id: str, now: datetime) -> None:
    """Nothing, unless staff forgot to say for whom they decide on a match that is there. Raises SideMissing."""
    if not viewer.sees_all:
        return
    there = await queries.match(runner, viewer_id=viewer.alumnus_id, sees_all=True, match_id=match_id, now=now)
    if there is not None and there.side is None and there.pair["invited_at"] is not None:
        raise SideMissing


async def _noted(runner: Runner, viewer: Viewer, action: str, pair: Mapping[str, Any]) -> None:
    await audit(runner, viewer, action, [pair["mentor"]["id"], pair["mentee"]["id"]])


def _side(viewer: Viewer, pair: Mapping[str, Any]) -> Role | None:
    if viewer.alumnus_id is None:
        return None
    if pair["mentor"]["id"] == viewer.alumnus_id:
        return "mentor"
    return "mentee" if pair["mentee"]["id"] == viewer.alumnus_id else None


def told_match(pair: Mapping[str, Any], side: Role | None) -> Match:
    """A match as it is told to one of its two, or with no side to staff: why it ended is for staff alone."""
    told = {
        **pair,
        "side": side,
        "locked": bool(pair["locked"]) if side is None else False,
        "end_reason": pair["end_reason"] if side is None else None,
        "rematch_wanted": bool(pair["rematch_wanted"]),
    }
    return Match.model_validate(told)
