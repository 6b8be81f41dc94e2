"""Killed at any moment and run again, the graph is what one clean run makes of it."""

from __future__ import annotations

import asyncio
import random
import signal
import sys
from pathlib import Path

from graph_service.engine import Engine
from graph_service.graph import Neo4jGraph
from tests.imports.schools import SMALL, changed, contents, imported, write_school
from tests.support import statement

REPOSITORY = Path(__file__).parents[2]
MOMENTS = ("before", "while", "after")
FIRST_LAST = (3, 36)


async def killed(engine: Engine, path: Path, last: int, moment: str) -> int:
    """How the process of an import ended that is killed at that statement."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.imports.killed_import", engine.uri, engine.user, engine.password, str(path)),
        *(str(last), moment),
        cwd=REPOSITORY,
    )
    return await process.wait()


async def test_a_killed_import_run_again_is_one_clean_run(graph: Neo4jGraph, engine: Engine, tmp_path: Path) -> None:
    first = write_school(tmp_path / "first", SMALL)
    jobs = [{**row, "title": "新"} for row in SMALL["jobs"]]
    second = write_school(
        tmp_path / "second", changed(SMALL, jobs=jobs, alumni=[{**r, "name": "名"} for r in SMALL["alumni"]])
    )
    await imported(graph, first)
    await imported(graph, second)
    clean = await contents(graph)
    await graph.run(statement("MATCH (n) WHERE NOT n:SchemaMigration AND NOT n:School DETACH DELETE n"))
    chance = random.Random(20261123)
    ends = await _kill_often(engine, first, chance)
    await imported(graph, first)
    ends += await _kill_often(engine, second, chance)
    await imported(graph, second)
    assert await contents(graph) == clean
    assert ends.count(-signal.SIGKILL) >= len(ends) // 2
    states = await graph.run(statement("MATCH (n:ImportRun) RETURN n.state AS state, count(*) AS n", "read"))
    assert {row["state"] for row in states} <= {"done", "interrupted"}


async def _kill_often(engine: Engine, path: Path, chance: random.Random) -> list[int]:
    """Kills one import after the other, each a little later than the one before."""
    lasts = sorted(chance.randint(*FIRST_LAST) for _ in range(5))
    return [await killed(engine, path, last, MOMENTS[at % 3]) for at, last in enumerate(lasts)]
