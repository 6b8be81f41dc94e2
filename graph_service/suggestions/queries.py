"""The statements of cypher/suggestions as functions: one for each, typed as its header says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from graph_service.connections.models import Person, SharedThing
from graph_service.graph import Row, Runner, room_statements, rows_as
from graph_service.graph.protocol import Record
from graph_service.suggestions.models import LookingFor, Wished

STATEMENTS = room_statements("suggestions")
HOT: tuple[str, ...] = ("friends_of_friends", "shared_contexts", "suggested", "wished_for", "strangers", "standpoint")

Context = Literal["cohort", "employer", "event", "group"]


class PastLife(Row):
    """What every member may see of a person, with its times."""

    id: str
    order_key: int
    friends: list[tuple[str, int | None]]
    times: list[tuple[Context, str, int | None, int | None, int | None, bool]]
    homes: list[tuple[str, int | None, int | None, bool]]
    branches: list[tuple[str, int | None, int | None, bool]]
    intakes: list[int | None]


async def histories(graph: Runner, *, after: int, limit: int) -> list[PastLife]:
    """The next batch of people, in the order of order keys."""
    return rows_as(PastLife, await graph.run(STATEMENTS["histories"], after=after, limit=limit))


class FriendsCircle(Row):
    """A connection of the viewer, and whom this one knows."""

    order_key: int
    person: Person
    since: int | None
    others: list[tuple[int, int | None]]


class SharedContext(Row):
    """Something the viewer belongs to, and who else does."""

    kind: Context
    id: str
    name: str | None
    date: str | None
    month: int | None
    own: list[tuple[int | None, int | None, bool]]
    people: list[tuple[int, int | None, int | None, bool]]


class Suggested(Row):
    """Somebody who might be suggested, and whether there is a reason not to."""

    order_key: int
    person: Person
    connected: bool
    dismissed: bool
    times: int
    shown_to: int
    places: list[SharedThing]
    industries: list[SharedThing]
    years: int | None
    wished: list[Wished]


class Stranger(Row):
    """Somebody, by order key."""

    order_key: int


class Standpoint(Row):
    """What suggestions depend on beside ties."""

    order_key: int
    person: Person
    looking_for: LookingFor
    jobs: int
    places: int
    cohorts: int
    meetings: int
    friends: int
    members: int


class Concerned(Row):
    """The person whom a change is about."""

    id: str


async def friends_of_friends(
    graph: Runner, *, viewer_id: str | None, sees_all: bool, friends: int, widest: int
) -> list[FriendsCircle]:
    """The circles of the viewer's first connections."""
    rows = await graph.run(
        STATEMENTS["friends_of_friends"], viewer_id=viewer_id, sees_all=sees_all, friends=friends, widest=widest
    )
    return rows_as(FriendsCircle, rows)


async def shared_contexts(
    graph: Runner, *, viewer_id: str | None, sees_all: bool, size_cap: int
) -> list[SharedContext]:
    """What the viewer belongs to, with the people of all that is small enough."""
    rows = await graph.run(STATEMENTS["shared_contexts"], viewer_id=viewer_id, sees_all=sees_all, size_cap=size_cap)
    return rows_as(SharedContext, rows)


async def suggested(
    graph: Runner,
    *,
    viewer_id: str | None,
    sees_all: bool,
    order_keys: Sequence[int],
    wishes: Mapping[str, Sequence[str]],
    most_shown: int,
    today: str,
) -> list[Suggested]:
    """What is to be known of these people before they are suggested."""
    rows = await graph.run(
        STATEMENTS["suggested"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        order_keys=order_keys,
        wishes=wishes,
        most_shown=most_shown,
        today=today,
    )
    return rows_as(Suggested, rows)


async def wished_for(
    graph: Runner,
    *,
    viewer_id: str | None,
    sees_all: bool,
    order_keys: Sequence[int],
    wishes: Mapping[str, Sequence[str]],
) -> list[Stranger]:
    """Those of these people who have anything that is looked for."""
    rows = await graph.run(
        STATEMENTS["wished_for"], viewer_id=viewer_id, sees_all=sees_all, order_keys=order_keys, wishes=wishes
    )
    return rows_as(Stranger, rows)


async def strangers(
    graph: Runner,
    *,
    viewer_id: str | None,
    sees_all: bool,
    employers: Sequence[str],
    skills: Sequence[str],
    each: int,
    walked: int,
) -> list[Stranger]:
    """Some people whom nothing may tie to the viewer."""
    rows = await graph.run(
        STATEMENTS["strangers"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        employers=employers,
        skills=skills,
        each=each,
        walked=walked,
    )
    return rows_as(Stranger, rows)


async def standpoint(graph: Runner, *, viewer_id: str | None) -> Standpoint | None:
    """Where the viewer stands."""
    rows = rows_as(Standpoint, await graph.run(STATEMENTS["standpoint"], viewer_id=viewer_id))
    return rows[0] if rows else None


async def set_looking_for(
    graph: Runner,
    *,
    viewer_id: str | None,
    industry: Sequence[str],
    employer: Sequence[str],
    function: Sequence[str],
    place: Sequence[str],
    skill: Sequence[str],
) -> Concerned | None:
    """The viewer, whose wishes are these now."""
    rows = await graph.run(
        STATEMENTS["set_looking_for"],
        viewer_id=viewer_id,
        industry=industry,
        employer=employer,
        function=function,
        place=place,
        skill=skill,
    )
    return _at_most_one(rows)


async def dismiss(
    graph: Runner, *, viewer_id: str | None, sees_all: bool, alumnus_id: str, until: str | None, now: datetime
) -> Concerned | None:
    """The person who is not suggested any more."""
    rows = await graph.run(
        STATEMENTS["dismiss"], viewer_id=viewer_id, sees_all=sees_all, alumnus_id=alumnus_id, until=until, now=now
    )
    return _at_most_one(rows)


async def undo_dismissal(graph: Runner, *, viewer_id: str | None, sees_all: bool, alumnus_id: str) -> Concerned | None:
    """The person who may be suggested again."""
    rows = await graph.run(STATEMENTS["undo_dismissal"], viewer_id=viewer_id, sees_all=sees_all, alumnus_id=alumnus_id)
    return _at_most_one(rows)


async def note_shown(
    graph: Runner, *, viewer_id: str | None, sees_all: bool, people: Sequence[str], now: datetime
) -> list[Concerned]:
    """Those who count as shown once more."""
    rows = await graph.run(STATEMENTS["note_shown"], viewer_id=viewer_id, sees_all=sees_all, people=people, now=now)
    return rows_as(Concerned, rows)


def _at_most_one(rows: list[Record]) -> Concerned | None:
    found = rows_as(Concerned, rows)
    return found[0] if found else None
