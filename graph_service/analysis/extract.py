"""From the database to what an analysis may know: everybody who agreed to be in research, as of one moment.

Neo4j reads what is committed (read-committed isolation): a transaction that reads for minutes sees what others write
meanwhile. So that all that is read was true at one moment, one of two things has to hold, and which one is told:

- Nothing was written from before the reading until after it. The database's bookmark, which every commit moves on, is
  the same at both times. This holds exactly.
- Two readings, one after the other, are equal to the byte. Then everything was as it was read at the moment between
  them; but for what was changed and changed back in the meantime, which nobody can tell (double collect: Afek et al.,
  Atomic Snapshots of Shared Memory, J. ACM 1993).

When neither holds after a few readings, the network is refused (`NetworkInMotion`), unless drift is allowed.

Only people whose answer about research is yes are read: who said no, and who never said anything, is counted, and
nothing else of them leaves the database. People are read in pages in the order of the store, a few at once.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from graph_service.analysis import queries
from graph_service.analysis.errors import AnalysisRefused
from graph_service.analysis.facts import FUNCTION_CODES, UNKNOWN, Bools, Facts, Ints, Months, Stays
from graph_service.graph import Graph, Runner

T = TypeVar("T")
R = TypeVar("R")
Tick = Callable[[float], None]

PEOPLE_A_PAGE = 2_000
ENTRIES_A_PAGE = 5_000
PAGES_AT_ONCE = 2
READINGS_AT_MOST = 4

NOTHING_WRITTEN = "one moment: nothing was written while it was read"
READ_TWICE = "one moment: two readings after one another were equal"
DRIFTED = "not one moment: the network changed while it was read"


class NetworkInMotion(AnalysisRefused):
    """The network changed each time it was read."""

    remedy = (
        "Try again when less is written, stop the service and its imports for the time, "
        "or say --allow-drift: the result then says that it is not of one moment."
    )

    def __init__(self) -> None:
        super().__init__(f"The network changed during each of {READINGS_AT_MOST} readings, so none is of one moment.")


class OrderKeysRepeat(AnalysisRefused):
    """Two people have the same order key."""

    remedy = "Give one of them another id and order_key; they are drawn at random and should never be equal."

    def __init__(self) -> None:
        super().__init__("Two people have the same order_key, so that their connections cannot be told apart.")


async def read_facts(graph: Graph, *, allow_drift: bool = False, tick: Tick = lambda share: None) -> Facts:
    """What the database says of everybody who agreed to be in research, as of one moment.

    `tick` is told the share done, from 0 to 1; another reading begins at 0. Takes O(people + facts) time; memory is
    that of the arrays. Raises NetworkInMotion, OrderKeysRepeat, GraphError.
    """
    before = await graph.moment()
    facts = await _read_once(graph, tick)
    for _ in range(READINGS_AT_MOST - 1):
        after = await graph.moment()
        if after == before:
            return replace(facts, consistency=NOTHING_WRITTEN)
        again = await _read_once(graph, tick)
        if again.digest == facts.digest:
            return replace(again, consistency=READ_TWICE)
        before, facts = after, again
    if await graph.moment() == before:
        return replace(facts, consistency=NOTHING_WRITTEN)
    if not allow_drift:
        raise NetworkInMotion
    return replace(facts, consistency=DRIFTED)


async def _read_once(graph: Runner, tick: Tick) -> Facts:
    answers = await queries.research_answers(graph)
    catalogues = await _catalogues(graph)
    read = _Reading(catalogues)
    pages = [answers.agreed[at : at + PEOPLE_A_PAGE] for at in range(0, len(answers.agreed), PEOPLE_A_PAGE)]

    async def of_page(order_keys: list[int]) -> queries.ResearchPage:
        return await queries.research_page(graph, order_keys=order_keys)

    async for page in _in_turn(pages, of_page):
        read.add(page)
        tick(min(len(read.ids) / len(answers.agreed), 1.0))
    keys = _joined(read.order_keys, np.int64)
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    places: list[int] = order.tolist()
    if len(keys) > 1 and bool((np.diff(keys) == 0).any()):
        raise OrderKeysRepeat
    pairs, since = read.acquaintances(keys)
    jobs = read.jobs.sorted(keys)
    return Facts(
        ids=tuple(read.ids[at] for at in places),
        mentors=_joined(read.mentors, np.bool_)[order],
        pairs=pairs,
        since=since,
        memberships=read.memberships.sorted(keys).stays,
        jobs=jobs.stays,
        functions=jobs.functions,
        levels=jobs.levels,
        residences=read.residences.sorted(keys).stays,
        attendance=read.attendance.sorted(keys).stays,
        cohorts=_named(catalogues.cohorts, "cohort"),
        employers=catalogues.employers.rename({"section": "industry"}),
        regions=catalogues.regions,
        events=_named(catalogues.events, "event"),
        counted={
            "alumni": answers.people,
            "agreed": len(keys),
            "declined": answers.declined,
            "never_answered": answers.people - len(answers.agreed) - answers.declined,
            "connections_left_out": answers.connections - len(pairs),
        },
        read_on=datetime.now(UTC).date().isoformat(),
    )


async def _in_turn(pages: Iterable[T], read: Callable[[T], Awaitable[R]]) -> AsyncIterator[R]:
    """What is read of each page, in their order, a few of them on the way at once."""
    under_way: deque[asyncio.Future[R]] = deque()
    try:
        for page in pages:
            under_way.append(asyncio.ensure_future(read(page)))
            if len(under_way) > PAGES_AT_ONCE:
                yield await under_way.popleft()
        while under_way:
            yield await under_way.popleft()
    finally:
        for one in under_way:
            one.cancel()


# --- catalogues ---------------------------------------------------------------------------------------------------


class _Catalogues(NamedTuple):
    cohorts: pl.DataFrame
    employers: pl.DataFrame
    regions: pl.DataFrame
    events: pl.DataFrame


_TEXT, _NUMBER = pl.String(), pl.Int32()


async def _catalogues(graph: Runner) -> _Catalogues:
    return _Catalogues(
        await _catalogue(graph, queries.cohorts_after, queries.Cohort, {"intake_year": _NUMBER}),
        await _catalogue(graph, queries.workplaces_after, queries.Workplace, {}),
        await _catalogue(graph, queries.regions_after, queries.Region, {}),
        await _catalogue(graph, queries.events_after, queries.Event, {"month": _NUMBER}),
    )


async def _catalogue(
    graph: Runner, after_: Callable[..., Awaitable[Sequence[Any]]], row: Any, numbers: dict[str, pl.DataType]
) -> pl.DataFrame:
    rows: list[dict[str, Any]] = []
    after = ""
    while page := await after_(graph, after=after, limit=ENTRIES_A_PAGE):
        rows += [one.model_dump() for one in page]
        after = page[-1].id
    schema = {name: numbers.get(name, _TEXT) for name in row.model_fields}
    return pl.DataFrame(rows, schema=schema)


def _named(catalogue: pl.DataFrame, column: str) -> pl.DataFrame:
    """Cohorts or events with a column of names, to each its own: where two have the same, their ids stand behind it."""
    repeated = pl.col("name").is_null() | pl.col("name").is_duplicated()
    named = pl.concat_str([pl.col("name").fill_null("?"), pl.col("id").str.slice(0, 8)], separator=" ")
    return catalogue.with_columns(pl.when(repeated).then(named).otherwise(pl.col("name")).alias(column))


# --- facts --------------------------------------------------------------------------------------------------------


class _Sorted(NamedTuple):
    """Stays in order, with what is known of jobs."""

    stays: Stays
    functions: NDArray[np.int8]
    levels: NDArray[np.int8]


_FUNCTION_AT = {code: at for at, code in enumerate(FUNCTION_CODES)}


class _Reading:
    """Pages as they come; people and places in them by their keys and ids."""

    def __init__(self, catalogues: _Catalogues) -> None:
        self.ids: list[str] = []
        self.order_keys: list[Ints] = []
        self.mentors: list[Bools] = []
        self.memberships, self.jobs, self.residences, self.attendance = (_Stays(places) for places in catalogues)
        self._known: list[tuple[Ints, Ints, Months]] = []

    def add(self, page: queries.ResearchPage) -> None:
        """Takes one page."""
        self.ids += page.people.ids
        self.order_keys.append(np.array(page.people.order_keys, dtype=np.int64))
        self.mentors.append(np.array(page.people.mentors, dtype=np.bool_))
        for stays in ("memberships", "jobs", "residences", "attendance"):
            getattr(self, stays).add(getattr(page, stays))
        known = page.acquaintances
        ends = np.array(known.people, dtype=np.int64), np.array(known.others, dtype=np.int64)
        self._known.append((*ends, np.array(known.since, dtype=np.int32)))

    def acquaintances(self, keys: Ints) -> tuple[Ints, Months]:
        """Every connection of two different people once, in ascending order; of several dates the earliest.

        `keys` are all order keys, in ascending order. Who was not there when people were read is left out.
        """
        one = _found(keys, _joined([people for people, _, _ in self._known], np.int64))
        other = _found(keys, _joined([others for _, others, _ in self._known], np.int64))
        since = _joined([months for _, _, months in self._known], np.int32)
        there = (one != UNKNOWN) & (other != UNKNOWN) & (one != other)
        pair = (np.minimum(one, other) * len(keys) + np.maximum(one, other))[there]
        since = since[there]
        order = np.lexsort((np.where(since == UNKNOWN, np.iinfo(np.int32).max, since), pair))
        pair, since = pair[order], since[order]
        first = np.ones(len(pair), dtype=bool)
        first[1:] = np.diff(pair) != 0
        return np.column_stack(np.divmod(pair[first], max(len(keys), 1))), since[first]


class _Stays:
    """Stays as they come, page by page."""

    def __init__(self, catalogue: pl.DataFrame) -> None:
        self._place_of = {place: at for at, place in enumerate(catalogue["id"].to_list())}
        self._pages: list[_Sorted] = []

    def add(self, page: queries.Stays) -> None:
        """Takes a page of them; people are kept by their order keys for now."""
        nothing = [UNKNOWN] * len(page.people)
        last, current, functions, levels = nothing, [False] * len(page.people), nothing, nothing
        if isinstance(page, queries.Residences):
            last, current = page.to_months, page.current
        if isinstance(page, queries.Jobs):
            functions, levels = [_FUNCTION_AT.get(code, UNKNOWN) for code in page.functions], page.levels
        stays = Stays(
            people=np.array(page.people, dtype=np.int64),
            places=np.array([self._place_of.get(place, UNKNOWN) for place in page.places], dtype=np.int64),
            first=np.array(page.from_months, dtype=np.int32),
            last=np.array(last, dtype=np.int32),
            current=np.array(current, dtype=np.bool_),
        )
        self._pages.append(_Sorted(stays, np.array(functions, dtype=np.int8), np.array(levels, dtype=np.int8)))

    def sorted(self, keys: Ints) -> _Sorted:
        """All stays by person, beginning, place, end and what is known of the job; people by their place in `keys`.

        Stays of people and at places that were not there when those were read are left out.
        """
        columns = {
            one.name: _joined([getattr(page.stays, one.name) for page in self._pages], kind)
            for one, kind in zip(fields(Stays), (np.int64, np.int64, np.int32, np.int32, np.bool_), strict=True)
        }
        columns["people"] = _found(keys, columns["people"])
        stays = Stays(**columns)
        functions = _joined([page.functions for page in self._pages], np.int8)
        levels = _joined([page.levels for page in self._pages], np.int8)
        order = np.lexsort((levels, functions, stays.current, stays.last, stays.places, stays.first, stays.people))
        order = order[(stays.people[order] != UNKNOWN) & (stays.places[order] != UNKNOWN)]
        return _Sorted(stays.chosen(order), functions[order], levels[order])


def _found(keys: Ints, wanted: Ints) -> Ints:
    """Where these keys are among all, which are in ascending order; -1 for those that are not."""
    if not len(keys):
        return np.full(len(wanted), UNKNOWN, dtype=np.int64)
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, at, UNKNOWN)


def _joined(parts: Sequence[NDArray[Any]], kind: Any) -> NDArray[Any]:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=kind)
