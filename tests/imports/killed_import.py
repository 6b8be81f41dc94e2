"""An import that kills its own process at a given statement, as a power cut would: run by test_killed.py."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

from graph_service.graph import Statement, open_graph
from graph_service.imports import writer
from graph_service.imports.options import ImportOptions
from graph_service.imports.service import import_school
from tests.imports.schools import AS_OF


class Mortal:
    """A graph whose process is killed at the n-th statement: before it, after it, or while it runs."""

    def __init__(self, graph: Any, last: int, moment: str) -> None:
        self._graph = graph
        self._left = last
        self._moment = moment

    async def run(self, statement: Statement, **parameters: Any) -> Any:
        self._left -= 1
        if self._left:
            return await self._graph.run(statement, **parameters)
        if self._moment != "before":
            running = asyncio.create_task(self._graph.run(statement, **parameters))
            await (running if self._moment == "after" else asyncio.sleep(0))
        os.kill(os.getpid(), signal.SIGKILL)
        return []


async def main(uri: str, user: str, password: str, path: str, last: str, moment: str) -> None:
    """Imports until it is killed."""
    writer.BATCH_ROWS = 100
    async with open_graph(uri, user, password, statement_timeout_s=60) as graph:
        mortal: Any = Mortal(graph, int(last), moment)
        await import_school(mortal, Path(path), ImportOptions("school", AS_OF))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
