"""Tells the graph every few seconds that whoever holds something in it is still at work."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from graph_service.graph.errors import GraphError

LAST_BEAT_S = 5.0


@asynccontextmanager
async def beating(beat: Callable[[], Awaitable[object]], every_s: float) -> AsyncGenerator[None]:
    """Beats every few seconds for the time of the block; a beat that the graph does not take is left out.

    One that is under way at the end is waited for, for a few seconds at most: when a statement is cancelled while the
    driver opens a connection for it, the driver leaves the socket to Python's collector.
    """
    over = asyncio.Event()

    async def beat_on() -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(every_s):
                    await over.wait()
                return
            with suppress(GraphError):
                await beat()

    heart = asyncio.create_task(beat_on())
    try:
        yield
    finally:
        over.set()
        try:
            await asyncio.wait({heart}, timeout=LAST_BEAT_S)
        finally:
            heart.cancel()
        with suppress(asyncio.CancelledError):
            await heart
