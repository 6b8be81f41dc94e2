"""Circles of people and people of contexts, read from the graph as the viewer may see them: the material of ties."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from graph_service.access.viewer import Viewer
from graph_service.connections import queries
from graph_service.connections.strongest import Circle, Ends, Membership, Periods
from graph_service.connections.ties import Context, ContextKind, Period, TieNumbers, Ties
from graph_service.directory.dates import month_of
from graph_service.graph import Graph
from graph_service.settings import Settings

PLURALS: Mapping[ContextKind, str] = {
    "cohort": "cohorts",
    "employer": "employers",
    "event": "events",
    "group": "groups",
}


def ties_of(settings: Settings, today: date) -> Ties:
    """The table of strengths that these settings say, at that day's month."""
    numbers = TieNumbers(
        knows=settings.tie_knows,
        cohort=settings.tie_cohort,
        employer=settings.tie_employer,
        event=settings.tie_event,
        group=settings.tie_group,
        size_cap=settings.tie_size_cap,
        full_size=settings.tie_full_size,
        size_exponent=settings.tie_size_exponent,
        half_life_years=settings.tie_half_life_years,
        overlap_months=settings.tie_overlap_months,
        unknown_years=settings.tie_unknown_years,
        most=settings.tie_most,
    )
    return Ties(numbers, month_of(today))


class Standing(NamedTuple):
    """In what a viewer sees other people than every member does; staff rank by what every member sees.

    `close` are ids of their connections who are listed for those only; `changes` by how many people the sizes of
    contexts, by id, are other to them: such connections are more, who is blocked is less.
    """

    close: list[str]
    changes: Mapping[str, int]


EVERY_MEMBER = Standing([], {})


def loosened(size_cap: int, changes: Mapping[str, int]) -> int:
    """How many people that every member sees a context may have for the viewer to see no more than the cap.

    >>> loosened(150, {"small": -2, "large": 1}), loosened(150, {"large": 1})
    (152, 150)
    """
    return size_cap - min([0, *changes.values()])


class EndsFound(NamedTuple):
    """What was read of the two ends of a route, of contexts of up to so many people whom every member sees."""

    standing: Standing
    circles: list[tuple[int, list[int]]]
    contexts: queries.PeopleFound
    size_cap: int


async def ends_of(graph: Graph, viewer: Viewer, ends: tuple[int, int], size_cap: int) -> EndsFound:
    """The viewer and another end of routes by their order keys, as far as the viewer may see them."""
    found, contexts = await asyncio.gather(
        queries.ends(graph, viewer_id=viewer.alumnus_id, sees_all=viewer.sees_all, end_key=ends[1]),
        _people_of_contexts(graph, viewer, ends, size_cap),
    )
    if found is None:
        return EndsFound(EVERY_MEMBER, [], contexts, size_cap)
    standing = EVERY_MEMBER if viewer.sees_all else Standing(found.close, dict(found.changes))
    return EndsFound(standing, found.circles, contexts, size_cap)


async def _people_of_contexts(
    graph: Graph, viewer: Viewer, ends: tuple[int, int], size_cap: int
) -> queries.PeopleFound:
    return await queries.people_of_contexts(
        graph, viewer_id=viewer.alumnus_id, sees_all=viewer.sees_all, people=list(ends), size_cap=size_cap
    )


class GraphNeighbourhood:
    """The neighbourhood of a viewer's routes to somebody; contexts of up to `size_cap` people make ties.

    `read` is what was read of the ends already. `own_tie` are the order keys of the viewer and of the end when these
    two know each other, which the viewer may be shown even of an end whom nobody else is shown to know.
    """

    def __init__(
        self,
        graph: Graph,
        viewer: Viewer,
        size_cap: int,
        read: EndsFound,
        own_tie: tuple[int, int] | None = None,
    ) -> None:
        self._graph, self._viewer, self._read, self._own_tie = graph, viewer, read, own_tie
        self._close, self._changes = read.standing
        self._size_cap = loosened(size_cap, self._changes)

    async def ends(self, start: int, end: int) -> Ends:
        """The circles of both ends, and the people of their contexts."""
        found = self._read.contexts.contexts
        if self._size_cap > self._read.size_cap:
            # Some contexts are smaller for this viewer than for others.
            found = (await _people_of_contexts(self._graph, self._viewer, (start, end), self._size_cap)).contexts
        contexts = memberships(
            ((kind, id_, size, month, own) for kind, id_, size, month, own, _ in found), self._changes
        )
        members = {id_: periods_of(people, jobs=kind == "employer") for kind, id_, *_, people in found}
        return Ends(self._circles_of(self._read.circles, contexts), members)

    async def circles(self, people: Sequence[int]) -> Mapping[int, Circle]:
        """Whom these people know and what they belong to, read side by side."""
        found, contexts = await asyncio.gather(
            queries.circles(
                self._graph,
                viewer_id=self._viewer.alumnus_id,
                sees_all=self._viewer.sees_all,
                close=self._close,
                people=list(people),
            ),
            self.contexts_of(people),
        )
        return self._circles_of(found.circles, contexts)

    def _circles_of(
        self, found: Iterable[tuple[int, list[int]]], contexts: Mapping[int, Mapping[str, Membership]]
    ) -> dict[int, Circle]:
        friends = {one: frozenset(known) for one, known in found}
        if self._own_tie and self._own_tie[0] in friends:
            friends[self._own_tie[0]] |= {self._own_tie[1]}
        return {one: Circle(known, contexts.get(one, {})) for one, known in friends.items()}

    async def contexts_of(self, people: Sequence[int]) -> Mapping[int, Mapping[str, Membership]]:
        """What these people belong to and when."""
        found = await queries.times_of_people(
            self._graph,
            viewer_id=self._viewer.alumnus_id,
            sees_all=self._viewer.sees_all,
            close=self._close,
            people=list(people),
            size_cap=self._size_cap,
        )
        return memberships(found.contexts, self._changes)

    async def people_in(self, contexts: Sequence[Context]) -> Mapping[str, Collection[int]]:
        """The order keys of the people of these contexts."""
        found = await queries.ids_in_contexts(
            self._graph,
            viewer_id=self._viewer.alumnus_id,
            sees_all=self._viewer.sees_all,
            close=self._close,
            **ids_by_kind((context.kind, context.id) for context in contexts),
        )
        return dict(found.contexts)


def ids_by_kind(contexts: Iterable[tuple[ContextKind, str]]) -> dict[str, list[str]]:
    """The ids of contexts as the parameters `cohorts`, `employers`, `events` and `groups`, each id once.

    >>> ids_by_kind([("event", "e"), ("event", "e")])
    {'cohorts': [], 'employers': [], 'events': ['e'], 'groups': []}
    """
    ids: dict[str, list[str]] = {plural: [] for plural in PLURALS.values()}
    for kind, context_id in dict.fromkeys(contexts):
        ids[PLURALS[kind]].append(context_id)
    return ids


def memberships(
    contexts: Iterable[queries.ContextTimes], changes: Mapping[str, int]
) -> dict[int, dict[str, Membership]]:
    """Everybody's memberships by context id. `changes` are those of the viewer's standing."""
    held: defaultdict[int, dict[str, Membership]] = defaultdict(dict)
    for kind, context_id, size, month, people in contexts:
        context = Context(kind, context_id, size + changes.get(context_id, 0), month)
        for person, periods in periods_of(people, jobs=kind == "employer").items():
            held[person][context_id] = Membership(context, periods)
    return held


def periods_of(times: Iterable[tuple[int, int | None, int | None, bool | None]], *, jobs: bool) -> dict[int, Periods]:
    """Everybody's times in one context, from rows of order key, first month, last one, whether still.

    Of jobs it is known whether they go on; anything else does while it has no end.

    >>> periods_of([(7, 24228, None, None)], jobs=False)
    {7: (Period(first=24228, last=None, current=True),)}
    """
    periods: dict[int, Periods] = {}
    for person, first, last, still in times:
        period = Period(first, last, bool(still) if jobs else last is None)
        periods[person] = (*periods[person], period) if person in periods else (period,)
    return periods
