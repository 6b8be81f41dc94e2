"""The statements of cypher/connections as functions: one for each, typed as its header says."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypeVar

from pydantic import BaseModel

from graph_service.connections.models import Person
from graph_service.connections.ties import ContextKind
from graph_service.graph import Row, Runner, room_statements, rows_as

STATEMENTS = room_statements("connections")
HOT: tuple[str, ...] = (
    "connection",
    "shortest_route",
    "longer_route",
    "common_ground",
    "ends",
    "size_changes",
    "circles",
    "times_of_people",
    "people_of_contexts",
    "ids_in_contexts",
    "names_on_routes",
    "received_requests",
    "sent_requests",
)

R = TypeVar("R", bound=Row)


class DirectConnection(Row):
    """Somebody else, whether the viewer knows them, and whom both know."""

    viewer: Person
    person: Person
    in_routes: bool
    connected: bool
    since: str | None
    mutual_count: int
    mutual: list[Person]
    mutual_since: list[str | None]


class ShortestRoute(Row):
    """A chain of people, and for each hop since when the two know each other."""

    people: list[Person]
    since: list[str | None]


class SharedFact(Row):
    """One thing that a pair of people has in common."""

    pair: int
    kind: Literal["cohort", "employer", "event", "group", "place", "industry"]
    id: str
    name: str
    name_en: str | None
    date: str | None
    from_a: int | None
    to_a: int | None
    current_a: bool | None
    from_b: int | None
    to_b: int | None
    current_b: bool | None


TimeOf = tuple[int, int | None, int | None, bool | None]
"""Somebody's time in a context: order key, first month, last one, whether still at an employer."""


class CirclesFound(Row):
    """Whom people know: order key, and those of whoever the person knows."""

    circles: list[tuple[int, list[int]]]


ContextTimes = tuple[ContextKind, str, int, int | None, list[TimeOf]]
"""A context: kind, id, size, month, and people's times there."""


class TimesFound(Row):
    """Contexts, and people's times there."""

    contexts: list[ContextTimes]


class SizeChanges(Row):
    """Contexts, and how many more people the viewer sees in them than every member does."""

    changes: list[tuple[str, int]]


class EndsOfRoutes(CirclesFound, SizeChanges):
    """The viewer's connections listed for those only, how sizes differ for the viewer, and whom both ends know."""

    close: list[str]


class PeopleFound(Row):
    """Contexts: kind, id, size, month, times of those who were asked for, and everybody's times there."""

    contexts: list[tuple[ContextKind, str, int, int | None, list[TimeOf], list[TimeOf]]]


class IdsFound(Row):
    """Contexts: id, and the order keys of their people."""

    contexts: list[tuple[str, list[int]]]


class NamedOnRoute(BaseModel):
    """A name, or since when two people know each other."""

    id: str
    with_id: str | None
    name: str | None
    name_latin: str | None
    date: str | None


class NamesFound(Row):
    """The names and dates of everybody and everything on routes."""

    named: list[NamedOnRoute]


class NewRequest(Row):
    """What came of asking somebody."""

    outcome: Literal["sent", "connected", "waiting", "asked", "unseen"]
    waiting_id: str | None
    id: str
    name: str
    name_latin: str | None


class DecidedRequest(Row):
    """A request before and after a decision."""

    before: str
    state: str
    message: str | None
    created_at: str
    decided_at: str | None
    id: str
    name: str
    name_latin: str | None


class ListedRequest(Row):
    """A request in one of the viewer's boxes."""

    request_id: str
    state: str
    message: str | None
    created_at: str
    decided_at: str | None
    id: str
    name: str
    name_latin: str | None


class RemovedConnection(Row):
    """Whose connection with the viewer was ended, and whether there was one."""

    id: str
    removed: int


async def connection(
    graph: Runner, *, viewer_id: str | None, sees_all: bool, alumnus_id: str, mutual_limit: int
) -> DirectConnection | None:
    """Somebody else, and whom both know; None when the viewer may not see them."""
    rows = await graph.run(
        STATEMENTS["connection"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        alumnus_id=alumnus_id,
        mutual_limit=mutual_limit,
    )
    return _at_most_one(rows_as(DirectConnection, rows))


async def shortest_route(
    graph: Runner, *, viewer_id: str | None, sees_all: bool, alumnus_id: str, close: list[str] | None
) -> ShortestRoute | None:
    """The shortest chain of people from the viewer to somebody else, of at most four hops; None when there is none.

    `close` are the viewer's connections who are listed for those only, None when these are not known yet.
    """
    rows = await graph.run(
        STATEMENTS["shortest_route"], viewer_id=viewer_id, sees_all=sees_all, alumnus_id=alumnus_id, close=close
    )
    return _at_most_one(rows_as(ShortestRoute, rows))


async def longer_route(
    graph: Runner, *, viewer_id: str | None, sees_all: bool, alumnus_id: str, close: list[str] | None
) -> ShortestRoute | None:
    """The same for five and six hops, when there is no shorter one."""
    rows = await graph.run(
        STATEMENTS["longer_route"], viewer_id=viewer_id, sees_all=sees_all, alumnus_id=alumnus_id, close=close
    )
    return _at_most_one(rows_as(ShortestRoute, rows))


async def common_ground(
    graph: Runner, *, viewer_id: str | None, sees_all: bool, pairs: list[list[str]]
) -> list[SharedFact]:
    """What each pair of people has in common, in the order of the pairs."""
    rows = await graph.run(STATEMENTS["common_ground"], viewer_id=viewer_id, sees_all=sees_all, pairs=pairs)
    return rows_as(SharedFact, rows)


async def create_request(
    graph: Runner,
    *,
    viewer_id: str | None,
    sees_all: bool,
    to_id: str,
    request_id: str,
    message: str | None,
    now: datetime,
    asked_after: datetime,
) -> NewRequest | None:
    """What came of asking somebody; None when the viewer may not see them."""
    rows = await graph.run(
        STATEMENTS["create_request"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        to_id=to_id,
        request_id=request_id,
        message=message,
        now=now,
        asked_after=asked_after,
    )
    return _at_most_one(rows_as(NewRequest, rows))


async def accept_request(
    graph: Runner, *, viewer_id: str | None, sees_all: bool, request_id: str, now: datetime, today: str, month: int
) -> DecidedRequest | None:
    """The request that the viewer said yes to; None when there is none they may see."""
    rows = await graph.run(
        STATEMENTS["accept_request"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        request_id=request_id,
        now=now,
        today=today,
        month=month,
    )
    return _at_most_one(rows_as(DecidedRequest, rows))


async def decline_request(
    graph: Runner, *, viewer_id: str | None, sees_all: bool, request_id: str, now: datetime
) -> DecidedRequest | None:
    """The request that the viewer said no to; None when there is none they may see."""
    rows = await graph.run(
        STATEMENTS["decline_request"], viewer_id=viewer_id, sees_all=sees_all, request_id=request_id, now=now
    )
    return _at_most_one(rows_as(DecidedRequest, rows))


async def withdraw_request(
    graph: Runner, *, viewer_id: str | None, sees_all: bool, request_id: str, now: datetime
) -> DecidedRequest | None:
    """The request that the viewer took back; None when there is none they may see."""
    rows = await graph.run(
        STATEMENTS["withdraw_request"], viewer_id=viewer_id, sees_all=sees_all, request_id=request_id, now=now
    )
    return _at_most_one(rows_as(DecidedRequest, rows))


async def remove_connection(
    graph: Runner, *, viewer_id: str | None, sees_all: bool, alumnus_id: str
) -> RemovedConnection | None:
    """Whose connection with the viewer was ended; None when the viewer may not see them."""
    rows = await graph.run(
        STATEMENTS["remove_connection"], viewer_id=viewer_id, sees_all=sees_all, alumnus_id=alumnus_id
    )
    return _at_most_one(rows_as(RemovedConnection, rows))


async def received_requests(
    graph: Runner,
    *,
    viewer_id: str | None,
    sees_all: bool,
    state: str | None,
    after_at: str | None,
    after_id: str | None,
    limit: int,
) -> list[ListedRequest]:
    """The requests that came to the viewer, the newest first."""
    rows = await graph.run(
        STATEMENTS["received_requests"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        state=state,
        after_at=after_at,
        after_id=after_id,
        limit=limit,
    )
    return rows_as(ListedRequest, rows)


async def sent_requests(
    graph: Runner,
    *,
    viewer_id: str | None,
    sees_all: bool,
    state: str | None,
    after_at: str | None,
    after_id: str | None,
    limit: int,
) -> list[ListedRequest]:
    """The requests that the viewer sent, the newest first."""
    rows = await graph.run(
        STATEMENTS["sent_requests"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        state=state,
        after_at=after_at,
        after_id=after_id,
        limit=limit,
    )
    return rows_as(ListedRequest, rows)


async def circles(
    graph: Runner, *, viewer_id: str | None, sees_all: bool, close: list[str], people: list[int]
) -> CirclesFound:
    """Whom these people know."""
    rows = await graph.run(STATEMENTS["circles"], viewer_id=viewer_id, sees_all=sees_all, close=close, people=people)
    return rows_as(CirclesFound, rows)[0] if rows else CirclesFound(circles=[])


async def times_of_people(
    graph: Runner, *, viewer_id: str | None, sees_all: bool, close: list[str], people: list[int], size_cap: int
) -> TimesFound:
    """What these people belong to and when."""
    rows = await graph.run(
        STATEMENTS["times_of_people"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        close=close,
        people=people,
        size_cap=size_cap,
    )
    return rows_as(TimesFound, rows)[0] if rows else TimesFound(contexts=[])


async def ends(graph: Runner, *, viewer_id: str | None, sees_all: bool, end_key: int) -> EndsOfRoutes | None:
    """What a search for routes to somebody begins with, beside their contexts."""
    rows = await graph.run(STATEMENTS["ends"], viewer_id=viewer_id, sees_all=sees_all, end_key=end_key)
    return _at_most_one(rows_as(EndsOfRoutes, rows))


async def size_changes(graph: Runner, *, viewer_id: str | None) -> SizeChanges | None:
    """By how many people the viewer sees more or less than every member does."""
    return _at_most_one(rows_as(SizeChanges, await graph.run(STATEMENTS["size_changes"], viewer_id=viewer_id)))


async def people_of_contexts(
    graph: Runner, *, viewer_id: str | None, sees_all: bool, people: list[int], size_cap: int
) -> PeopleFound:
    """The contexts of these people, and everybody there who may be on a route."""
    rows = await graph.run(
        STATEMENTS["people_of_contexts"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        people=people,
        size_cap=size_cap,
    )
    return rows_as(PeopleFound, rows)[0] if rows else PeopleFound(contexts=[])


async def ids_in_contexts(
    graph: Runner,
    *,
    viewer_id: str | None,
    sees_all: bool,
    close: list[str],
    cohorts: list[str],
    employers: list[str],
    events: list[str],
    groups: list[str],
) -> IdsFound:
    """The ids of everybody in these contexts who may be on a route."""
    rows = await graph.run(
        STATEMENTS["ids_in_contexts"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        close=close,
        cohorts=cohorts,
        employers=employers,
        events=events,
        groups=groups,
    )
    return rows_as(IdsFound, rows)[0] if rows else IdsFound(contexts=[])


async def names_on_routes(
    graph: Runner,
    *,
    viewer_id: str | None,
    sees_all: bool,
    people: list[int],
    cohorts: list[str],
    employers: list[str],
    events: list[str],
    groups: list[str],
    pairs: list[list[int]],
) -> NamesFound:
    """The names of everybody and everything on routes, and since when pairs know each other."""
    rows = await graph.run(
        STATEMENTS["names_on_routes"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        people=people,
        cohorts=cohorts,
        employers=employers,
        events=events,
        groups=groups,
        pairs=pairs,
    )
    return rows_as(NamesFound, rows)[0] if rows else NamesFound(named=[])


def _at_most_one(rows: list[R]) -> R | None:
    return rows[0] if rows else None
