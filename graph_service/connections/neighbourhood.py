"""Circles of people and people of contexts, read from the graph as the viewer may see them: the material of ties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from graph_service.access.viewer import Viewer
from graph_service.connections import queries
from graph_service.connections.strongest import Circle, Membership, Periods
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
    """In what a viewer sees other people than every member does.

    `close` are ids of their connections who are listed for those only; `changes` by how many people the sizes of
    contexts, by id, are other to them: such connections are more, who is blocked is less.
    """

    close: list[str]
    changes: Mapping[str, int]


async def standing_of(graph: Graph, viewer: Viewer) -> Standing:
    """How the viewer's view differs from every member's; staff rank by what every member sees."""
    if viewer.sees_all or viewer.alumnus_id is None:
        return Standing([], {})
    found = await queries.standing(graph, viewer_id=viewer.alumnus_id)
    return Standing(found.close, dict(found.changes)) if found else Standing([], {})


class GraphNeighbourhood:
    """The neighbourhood of a viewer's routes to somebody, `end_id`; contexts of up to `size_cap` people make ties."""

    def __init__(self, graph: Graph, viewer: Viewer, end_id: str, size_cap: int, standing: Standing) -> None:
        self._graph, self._viewer, self._end_id = graph, viewer, end_id
        self._standing = standing
        self._size_cap = size_cap - min(standing.changes.values(), default=0)

    async def circles(self, people: Sequence[str]) -> Mapping[str, Circle]:
        """Whom these people know and what they belong to."""
        rows = await queries.circles(
            self._graph,
            viewer_id=self._viewer.alumnus_id,
            sees_all=self._viewer.sees_all,
            close=self._standing.close,
            people=list(people),
            end_id=self._end_id,
            size_cap=self._size_cap,
        )
        return {
            row.id: Circle(frozenset(row.friends), memberships(row.contexts, self._standing.changes)) for row in rows
        }

    async def contexts_of(self, people: Sequence[str]) -> Mapping[str, Mapping[str, Membership]]:
        """What these people belong to and when."""
        rows = await queries.times_of_people(
            self._graph,
            viewer_id=self._viewer.alumnus_id,
            sees_all=self._viewer.sees_all,
            close=self._standing.close,
            people=list(people),
            size_cap=self._size_cap,
        )
        return {row.id: memberships(row.contexts, self._standing.changes) for row in rows}

    async def members(self, contexts: Sequence[Context]) -> Mapping[str, Mapping[str, Periods]]:
        """The people of these contexts."""
        found: dict[str, Mapping[str, Periods]] = {context.id: {} for context in contexts}
        rows = await queries.people_of_contexts(
            self._graph,
            viewer_id=self._viewer.alumnus_id,
            sees_all=self._viewer.sees_all,
            close=self._standing.close,
            **ids_by_kind((context.kind, context.id) for context in contexts),
        )
        found.update((row.id, periods_of_people(row.people)) for row in rows)
        return found

    async def people_in(self, contexts: Sequence[Context]) -> Mapping[str, Collection[str]]:
        """The ids of the people of these contexts."""
        rows = await queries.ids_in_contexts(
            self._graph,
            viewer_id=self._viewer.alumnus_id,
            sees_all=self._viewer.sees_all,
            close=self._standing.close,
            **ids_by_kind((context.kind, context.id) for context in contexts),
        )
        return {row.id: row.people for row in rows}


def ids_by_kind(contexts: Iterable[tuple[ContextKind, str]]) -> dict[str, list[str]]:
    """The ids of contexts as the parameters `cohorts`, `employers`, `events` and `groups`, each id once.

    >>> ids_by_kind([("event", "e"), ("event", "e")])
    {'cohorts': [], 'employers': [], 'events': ['e'], 'groups': []}
    """
    ids: dict[str, list[str]] = {plural: [] for plural in PLURALS.values()}
    for kind, context_id in dict.fromkeys(contexts):
        ids[PLURALS[kind]].append(context_id)
    return ids


def memberships(times: Iterable[Sequence[Any]], changes: Mapping[str, int]) -> dict[str, Membership]:
    """Somebody's memberships by context id; a row has kind, id, size, month, first month, last one, whether still.

    `changes` are those of the viewer's standing.
    """
    held: dict[str, Membership] = {}
    for kind, context_id, size, month, first, last, still in times:
        before = held[context_id].periods if context_id in held else ()
        context = Context(kind, context_id, size + changes.get(context_id, 0), month)
        held[context_id] = Membership(context, (*before, Period(first, last, still)))
    return held


def periods_of_people(times: Iterable[Sequence[Any]]) -> dict[str, Periods]:
    """Everybody's times in one context, from rows of id, first month, last one, whether still."""
    periods: defaultdict[str, Periods] = defaultdict(tuple)
    for person, first, last, still in times:
        periods[person] = (*periods[person], Period(first, last, still))
    return dict(periods)
