"""Starts the process that solves, hands it a task, and hears how far it is."""

from __future__ import annotations

import asyncio
import contextlib
import json
import pickle
import sys
from collections.abc import Awaitable, Callable
from typing import Any

OnProgress = Callable[[float, str], Awaitable[None]]


class WorkerDied(RuntimeError):
    """The process that solved ended without a result; `told` is what can be said about it."""

    def __init__(self, code: int | None) -> None:
        super().__init__(
            f"The process that solved it ended without a result (code {code}); it may have run out of memory. "
            "Solve it again, with fewer people at a time if it happens again."
        )


async def in_own_process(task: object, on_progress: OnProgress) -> Any:
    """What came of the task, from a process that is gone afterwards, also when this is cancelled. Raises WorkerDied."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "graph_service.programmes.worker",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        return await _conversation(process, task, on_progress)
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()


async def _conversation(process: asyncio.subprocess.Process, task: object, on_progress: OnProgress) -> Any:
    incoming, outgoing = process.stdout, process.stdin
    if incoming is None or outgoing is None:
        raise WorkerDied(process.returncode)
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        outgoing.write(pickle.dumps(task))
        await outgoing.drain()
    outgoing.close()
    with contextlib.suppress(asyncio.IncompleteReadError):
        while line := await incoming.readline():
            told = json.loads(line)
            if "bytes" in told:
                return pickle.loads(await incoming.readexactly(told["bytes"]))  # noqa: S301 — from this very program
            await on_progress(told["progress"], told["step"])
    raise WorkerDied(await process.wait())
