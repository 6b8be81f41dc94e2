"""The statements of cypher/introductions as functions: one for each, typed as its header says."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NamedTuple, TypeVar

from pydantic import BaseModel

from graph_service.connections.models import Person
from graph_service.connections.ties import ContextKind
from graph_service.graph import Row, Runner, room_statements, rows_as

STATEMENTS = room_statements("introductions")
HOT: tuple[str, ...] = (
    "destination",
    "bridges",
    "memberships",
    "targets_by_bridges",
    "targets_there",
    "targets_shown",
    "asked_introductions",
    "introductions_to_make",
    "forwarded_introductions",
)

R = TypeVar("R", bound=Row)


class Goal(Row):
    """What is asked for, and about how many people it leads to."""

    id: str
    name: str
    name_en: str | None
    ids: list[str]
    reach: int
    connected: bool
    viewer: Person


class TimeIn(BaseModel):
    """A time in a context that makes ties."""

    id: str
    from_month: int | None
    to_month: int | None
    current: bool


class TimeOf(BaseModel):
    """Somebody's time in one context."""

    person: str
    from_month: int | None
    to_month: int | None
    current: bool


class TimeThere(BaseModel):
    """Somebody's time at what is asked for."""

    id: str
    name: str
    title: str | None
    from_month: int | None
    to_month: int | None
    current: bool
    since: str | None
    until: str | None


class Acquaintance(BaseModel):
    """A bridge who knows a target, and since when."""

    id: str
    since: str | None


class FoundBridge(BaseModel):
    """Somebody who could introduce the viewer."""

    id: str
    name: str
    name_latin: str | None
    knows: bool
    since: str | None
    steps: int
    shared: list[TimeIn]


class BridgesFound(Row):
    """Who could introduce the viewer, and how many there are."""

    bridges: list[FoundBridge]
    met: int


class Membership(BaseModel):
    """A context that makes ties, and the times that some people spent in it."""

    kind: ContextKind
    id: str
    name: str
    date: str | None
    month: int | None
    size: int
    times: list[TimeOf]


class MembershipsFound(Row):
    """Contexts, and people's times there."""

    contexts: list[Membership]


Months = tuple[int | None, int | None, bool]
"""The first and the last month of a time, as far as they are known, and whether it goes on."""


class FoundTarget(NamedTuple):
    """Somebody there: which bridges know them, their times in contexts with the contexts' ids, their best time."""

    id: str
    known: list[str]
    shared: list[tuple[str, int | None, int | None, bool]]
    stay: Months | None


class TargetsFound(Row):
    """The people there whom a bridge may know, and how many there are."""

    targets: list[FoundTarget]
    met: int


class ShownTarget(Row):
    """What is shown of somebody there."""

    id: str
    name: str
    name_latin: str | None
    known: list[Acquaintance]
    times: list[TimeThere]


class NewIntroduction(Row):
    """What came of asking for an introduction."""

    outcome: Literal["sent", "connected", "no_way", "asked", "too_many", "unseen"]
    asker: Person
    introducer: Person
    target: Person


class ListedIntroduction(Row):
    """A request in one of the viewer's boxes."""

    state: str
    request_id: str
    asker: Person
    introducer: Person
    target: Person
    to_introducer: str | None
    to_target: str | None
    created_at: str
    forwarded_at: str | None
    decided_at: str | None
    expires_at: str


class DecidedIntroduction(ListedIntroduction):
    """A request before and after a step."""

    before: str


class ForwardedIntroduction(DecidedIntroduction):
    """A request before and after it was passed on, or was not as the target would never see it."""

    seen: bool


async def destination(graph: Runner, *, viewer_id: str | None, sees_all: bool, kind: str, asked: str) -> Goal | None:
    """What is asked for; None when there is no such thing that the viewer may see."""
    rows = await graph.run(STATEMENTS["destination"], viewer_id=viewer_id, sees_all=sees_all, kind=kind, asked=asked)
    return _at_most_one(rows_as(Goal, rows))


async def bridges(
    graph: Runner,
    *,
    viewer_id: str | None,
    sees_all: bool,
    size_cap: int,
    asked_after: datetime,
    load_step: int,
    most: int,
) -> BridgesFound:
    """Who could introduce the viewer to others."""
    rows = await graph.run(
        STATEMENTS["bridges"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        size_cap=size_cap,
        asked_after=asked_after,
        load_step=load_step,
        most=most,
    )
    return rows_as(BridgesFound, rows)[0] if rows else BridgesFound(bridges=[], met=0)


async def memberships(
    graph: Runner, *, viewer_id: str | None, sees_all: bool, ids: list[str], size_cap: int
) -> MembershipsFound:
    """The contexts of these people that make ties."""
    rows = await graph.run(
        STATEMENTS["memberships"], viewer_id=viewer_id, sees_all=sees_all, ids=ids, size_cap=size_cap
    )
    return rows_as(MembershipsFound, rows)[0] if rows else MembershipsFound(contexts=[])


async def targets_by_bridges(
    graph: Runner,
    *,
    viewer_id: str | None,
    bridges: list[str],
    cohorts: list[str],
    employers: list[str],
    events: list[str],
    groups: list[str],
    kind: str,
    there: list[str],
    few_known: int,
    listed: bool,
    most: int,
) -> TargetsFound:
    """The people there whom a bridge may know, found by going on from the bridges."""
    rows = await graph.run(
        STATEMENTS["targets_by_bridges"],
        viewer_id=viewer_id,
        bridges=bridges,
        cohorts=cohorts,
        employers=employers,
        events=events,
        groups=groups,
        kind=kind,
        there=there,
        few_known=few_known,
        listed=listed,
        most=most,
    )
    return rows_as(TargetsFound, rows)[0] if rows else TargetsFound(targets=[], met=0)


async def targets_there(
    graph: Runner,
    *,
    viewer_id: str | None,
    bridges: list[str],
    cohorts: list[str],
    employers: list[str],
    events: list[str],
    groups: list[str],
    kind: str,
    there: list[str],
    few_known: int,
    most: int,
) -> TargetsFound:
    """The people there whom a bridge may know, found by looking at all who are there."""
    rows = await graph.run(
        STATEMENTS["targets_there"],
        viewer_id=viewer_id,
        bridges=bridges,
        cohorts=cohorts,
        employers=employers,
        events=events,
        groups=groups,
        kind=kind,
        there=there,
        few_known=few_known,
        most=most,
    )
    return rows_as(TargetsFound, rows)[0] if rows else TargetsFound(targets=[], met=0)


async def targets_shown(
    graph: Runner, *, viewer_id: str | None, bridges: list[str], targets: list[str], kind: str, there: list[str]
) -> list[ShownTarget]:
    """What is shown of these people, of each who may still be shown."""
    rows = await graph.run(
        STATEMENTS["targets_shown"], viewer_id=viewer_id, bridges=bridges, targets=targets, kind=kind, there=there
    )
    return rows_as(ShownTarget, rows)


async def create_introduction(
    graph: Runner,
    *,
    viewer_id: str | None,
    sees_all: bool,
    introducer_id: str,
    target_id: str,
    near_tied: bool,
    far_tied: bool,
    request_id: str,
    to_introducer: str | None,
    to_target: str | None,
    now: datetime,
    expires_at: datetime,
    asked_after: datetime,
    most_open: int,
) -> NewIntroduction | None:
    """What came of asking for an introduction; None when the viewer does not see both."""
    rows = await graph.run(
        STATEMENTS["create_introduction"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        introducer_id=introducer_id,
        target_id=target_id,
        near_tied=near_tied,
        far_tied=far_tied,
        request_id=request_id,
        to_introducer=to_introducer,
        to_target=to_target,
        now=now,
        expires_at=expires_at,
        asked_after=asked_after,
        most_open=most_open,
    )
    return _at_most_one(rows_as(NewIntroduction, rows))


async def forward_introduction(
    graph: Runner,
    *,
    viewer_id: str | None,
    sees_all: bool,
    request_id: str,
    now: datetime,
    expires_at: datetime,
) -> ForwardedIntroduction | None:
    """The request that the viewer passed on; None when there is none they may see."""
    rows = await graph.run(
        STATEMENTS["forward_introduction"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        request_id=request_id,
        now=now,
        expires_at=expires_at,
    )
    return _at_most_one(rows_as(ForwardedIntroduction, rows))


async def accept_introduction(
    graph: Runner, *, viewer_id: str | None, sees_all: bool, request_id: str, now: datetime, today: str, month: int
) -> DecidedIntroduction | None:
    """The request that the viewer said yes to; None when there is none they may see."""
    rows = await graph.run(
        STATEMENTS["accept_introduction"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        request_id=request_id,
        now=now,
        today=today,
        month=month,
    )
    return _at_most_one(rows_as(DecidedIntroduction, rows))


async def decline_introduction_as_introducer(
    graph: Runner, *, viewer_id: str | None, sees_all: bool, request_id: str, now: datetime
) -> DecidedIntroduction | None:
    """The request that the viewer does not pass on; None when there is none they may see in the middle."""
    rows = await graph.run(
        STATEMENTS["decline_introduction_as_introducer"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        request_id=request_id,
        now=now,
    )
    return _at_most_one(rows_as(DecidedIntroduction, rows))


async def decline_introduction_as_target(
    graph: Runner, *, viewer_id: str | None, sees_all: bool, request_id: str, now: datetime
) -> DecidedIntroduction | None:
    """The request that the viewer said no to; None when none was passed on to them that they may see."""
    rows = await graph.run(
        STATEMENTS["decline_introduction_as_target"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        request_id=request_id,
        now=now,
    )
    return _at_most_one(rows_as(DecidedIntroduction, rows))


async def withdraw_introduction(
    graph: Runner, *, viewer_id: str | None, sees_all: bool, request_id: str, now: datetime
) -> DecidedIntroduction | None:
    """The request that the viewer took back; None when there is none they may see."""
    rows = await graph.run(
        STATEMENTS["withdraw_introduction"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        request_id=request_id,
        now=now,
    )
    return _at_most_one(rows_as(DecidedIntroduction, rows))


async def asked_introductions(
    graph: Runner,
    *,
    viewer_id: str | None,
    sees_all: bool,
    state: str | None,
    now: datetime,
    after_at: str | None,
    after_id: str | None,
    limit: int,
) -> list[ListedIntroduction]:
    """The requests that the viewer made, the newest first."""
    rows = await graph.run(
        STATEMENTS["asked_introductions"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        state=state,
        now=now,
        after_at=after_at,
        after_id=after_id,
        limit=limit,
    )
    return rows_as(ListedIntroduction, rows)


async def introductions_to_make(
    graph: Runner,
    *,
    viewer_id: str | None,
    sees_all: bool,
    state: str | None,
    now: datetime,
    after_at: str | None,
    after_id: str | None,
    limit: int,
) -> list[ListedIntroduction]:
    """The requests that came to the viewer in the middle, the newest first."""
    rows = await graph.run(
        STATEMENTS["introductions_to_make"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        state=state,
        now=now,
        after_at=after_at,
        after_id=after_id,
        limit=limit,
    )
    return rows_as(ListedIntroduction, rows)


async def forwarded_introductions(
    graph: Runner,
    *,
    viewer_id: str | None,
    sees_all: bool,
    state: str | None,
    now: datetime,
    after_at: str | None,
    after_id: str | None,
    limit: int,
) -> list[ListedIntroduction]:
    """The requests that were passed on to the viewer, the newest first."""
    rows = await graph.run(
        STATEMENTS["forwarded_introductions"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        state=state,
        now=now,
        after_at=after_at,
        after_id=after_id,
        limit=limit,
    )
    return rows_as(ListedIntroduction, rows)


def _at_most_one(rows: list[R]) -> R | None:
    return rows[0] if rows else None
