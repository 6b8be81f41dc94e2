"""All mentors of the school, kept in memory as arrays, so that all of them are ranked for a mentee in milliseconds.

The pool only finds candidates: whoever it names is read from the graph again, in the mentee's view, before anything is
shown, so that somebody who withdrew, hid or blocked is gone at once. A small pool is read anew for every question. Of a
large one those are read whose record changed since the last question; and one after another all of them, some each
second of use, because not everything announces itself in the record (a mentee who leaves, an employer's industry).
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import structlog

from graph_service.directory.dates import month_of
from graph_service.graph import Runner
from graph_service.mentoring import queries
from graph_service.mentoring.columns import MentorColumns
from graph_service.mentoring.facts import profile_of

log = structlog.get_logger()
BATCH = 100
EACH_SECOND, MOST_AT_ONCE = 50, 100
CHANGED_AT_MOST = 2_000
AT_A_TIME = 50
OVERLAP = timedelta(seconds=15)
"""A change counts from when it was made, and may be seen somewhat later: so much is looked at again."""
LISTED: Mapping[str, int] = {"members": 0, "connections": 1, "nobody": 2}


class MentorPool:
    """The mentors of one graph. `small`: up to so many mentors are read anew for every question."""

    def __init__(self, small: int) -> None:
        self._small = small
        self._columns: MentorColumns | None = None
        self._looked_at: datetime | None = None
        self._walked_at: datetime | None = None
        self._walked_to = -1
        self._turn = asyncio.Lock()
        self._reading: asyncio.Task[MentorColumns] | None = None

    async def columns(self, graph: Runner, now: datetime) -> MentorColumns:
        """All mentors as they are now, or were moments ago."""
        async with self._turn:
            there = self._columns
            if there is None or len(there.rows) <= self._small:
                return await asyncio.shield(self._read_anew(graph, now))
            if there.now != month_of(now):
                self._read_anew(graph, now)
            await asyncio.gather(self._read_changed(graph, there, now), self._walk_on(graph, there, now))
            return there

    def _read_anew(self, graph: Runner, now: datetime) -> asyncio.Task[MentorColumns]:
        """Reads all of them beside the questions: a large school takes longer than a question may."""
        if self._reading is None or self._reading.done():
            self._reading = asyncio.create_task(self._read_all(graph, now), name="mentors")
            self._reading.add_done_callback(_told_if_failed)
        return self._reading

    async def _read_all(self, graph: Runner, now: datetime) -> MentorColumns:
        columns = MentorColumns(month_of(now))
        after = -1
        while True:
            rows = await queries.mentors_after(graph, after=after, limit=BATCH)
            await _put(columns, [row.facts for row in rows])
            if len(rows) < BATCH:
                break
            after = rows[-1].facts["order_key"]
        self._columns, self._looked_at, self._walked_at, self._walked_to = columns, now, now, -1
        return columns

    async def _read_changed(self, graph: Runner, columns: MentorColumns, now: datetime) -> None:
        since = (self._looked_at or now) - OVERLAP
        rows = await queries.mentors_since(graph, since=since, limit=CHANGED_AT_MOST)
        await _put(columns, [row.facts for row in rows])
        self._looked_at = now

    async def _walk_on(self, graph: Runner, columns: MentorColumns, now: datetime) -> None:
        """Reads the next mentors again, and takes out those between them who are none any more."""
        seconds = (now - (self._walked_at or now)).total_seconds()
        count = min(MOST_AT_ONCE, int(seconds * EACH_SECOND))
        if count < 1:
            return
        rows = await queries.mentors_after(graph, after=self._walked_to, limit=count)
        self._walked_at = now
        last = rows[-1].facts["order_key"] if len(rows) == count else np.iinfo(np.int64).max
        keys = columns.part("order_key")
        passed = (keys > self._walked_to) & (keys <= last) & (columns.part("taken") > 0)
        there = {row.facts["id"] for row in rows}
        for row in np.flatnonzero(passed):
            if columns.ids[row] not in there:
                columns.drop(columns.ids[row])
        await _put(columns, [row.facts for row in rows])
        self._walked_to = last if len(rows) == count else -1


def _told_if_failed(reading: asyncio.Task[MentorColumns]) -> None:
    if not reading.cancelled() and (failed := reading.exception()):
        log.warning("mentors.unread", kind=type(failed).__name__)


async def _put(columns: MentorColumns, rows: Sequence[Mapping[str, Any]]) -> None:
    """Puts them in, and lets others have their turn every few: fifty take some ten milliseconds."""
    for number, facts in enumerate(rows, 1):
        if number % AT_A_TIME == 0:
            await asyncio.sleep(0)
        columns.put(profile_of(facts))
        columns.mark(facts["id"], facts["order_key"], LISTED[facts["listed"]])
