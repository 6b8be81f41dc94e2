"""Writes into the graph in batches, one import at a time.

The lock is a node. Every batch begins by taking its turn there (the fragment import_turn): it writes only while this
import holds the lock, and only once, however often the driver sends it. So an import that was believed dead and comes
back writes nothing more, and a batch whose acknowledgement got lost is not written twice.
"""

from __future__ import annotations

import asyncio
import os
import socket
import uuid
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any, Protocol

import polars as pl
import psutil

from graph_service.graph import Graph, GraphError, Runner, beating
from graph_service.imports import queries
from graph_service.imports.errors import ImportRunning, ImportTakenOver

BATCH_ROWS = 10_000
BEAT_S = 5.0
PATIENCE_MS = 60_000


class Write(Protocol):
    """A statement that writes rows."""

    def __call__(self, graph: Runner, *, run: str, batch: int, rows: Sequence[Any]) -> Awaitable[int]: ...


class Writer:
    """Writes rows, batch by batch. Without a graph it writes nothing: a dry run."""

    def __init__(self, graph: Graph | None, run: str) -> None:
        self._graph = graph
        self.run = run
        self._batch = 0

    @property
    def dry(self) -> bool:
        """Whether nothing is written."""
        return self._graph is None

    async def write(self, statement: Write, rows: pl.DataFrame, done: Callable[[int], None] = lambda _: None) -> None:
        """Writes all rows of the frame; while the database is busy with one batch the next is made ready."""
        if self._graph is None or rows.is_empty():
            return
        running: asyncio.Task[None] | None = None
        for part in rows.iter_slices(BATCH_ROWS):
            ready = await asyncio.to_thread(part.to_dicts)
            if running is not None:
                await running
            running = asyncio.create_task(self._write(self._graph, statement, ready, done))
        if running is not None:
            await running

    async def write_rows(self, statement: Write, rows: Sequence[dict[str, Any]]) -> None:
        """Writes rows that are maps already."""
        if self._graph is None:
            return
        for first in range(0, len(rows), BATCH_ROWS):
            await self._write(self._graph, statement, rows[first : first + BATCH_ROWS], lambda _: None)

    async def _write(
        self, graph: Graph, statement: Write, rows: Sequence[dict[str, Any]], done: Callable[[int], None]
    ) -> None:
        self._batch += 1
        written = await statement(graph, run=self.run, batch=self._batch, rows=rows)
        if not written and await queries.beat_import_lock(graph, run=self.run) != self._batch:
            raise ImportTakenOver(
                "Another import has taken over, because this one had not been heard of for too long. "
                "What was written is right as it is; import again when the other has ended."
            )
        done(len(rows))


@asynccontextmanager
async def exclusive(graph: Graph, source: str, digest: str) -> AsyncGenerator[Writer]:
    """A writer, for as long as this import holds the lock. Raises ImportRunning when another does."""
    run = str(uuid.uuid4())
    await _take(graph, run)
    try:
        async with beating(lambda: queries.beat_import_lock(graph, run=run), BEAT_S):
            try:
                await queries.begin_import_run(graph, run=run, source=source, digest=digest)
                yield Writer(graph, run)
            except BaseException:
                with suppress(GraphError):
                    await queries.end_import_run(graph, run=run, state="failed", ledger="[]")
                raise
    finally:
        # A database that is away takes the lock with it: it is free again when nobody is heard of.
        with suppress(GraphError):
            await queries.release_import_lock(graph, run=run)


async def _take(graph: Graph, run: str) -> None:
    lock = await _ask(graph, run, [])
    if lock.run != run and lock.host == socket.gethostname() and not psutil.pid_exists(lock.pid):
        # Its process is gone, so it will not be heard of again.
        lock = await _ask(graph, run, [lock.run])
    if lock.run != run:
        raise ImportRunning(
            f"Another import writes into this graph: {lock.holder}, heard of {lock.silent_ms // 1000} s ago. "
            f"Wait for it; if it is dead, its lock is free {PATIENCE_MS // 1000} s after it was last heard of."
        )


async def _ask(graph: Graph, run: str, dead: list[str]) -> queries.ImportLock:
    host, pid = socket.gethostname(), os.getpid()
    holder = f"process {pid} on {host}"
    return await queries.take_import_lock(
        graph, run=run, holder=holder, host=host, pid=pid, patience_ms=PATIENCE_MS, dead=dead
    )
