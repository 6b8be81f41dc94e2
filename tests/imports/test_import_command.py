"""`graph-service import`: what it prints and leaves behind, how it exits, and that it asks before it removes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from graph_service.engine import Engine
from graph_service.graph import Graph, Neo4jGraph, open_graph
from graph_service.imports.commands import register
from graph_service.imports.errors import NotConfirmed, SourceUnreadable
from tests.imports.schools import SMALL, changed, write_school

Run = Callable[..., object]


@pytest.fixture
def app(graph: Neo4jGraph, engine: Engine) -> typer.Typer:
    """The command on the graph of the run."""
    assert graph is not None

    @asynccontextmanager
    async def opened(_: Path | None) -> AsyncIterator[Graph]:
        async with open_graph(engine.uri, engine.user, engine.password, statement_timeout_s=60) as mine:
            yield mine

    made = typer.Typer()
    made.command("other")(lambda: None)
    register(made, opened)
    return made


async def test_a_clean_import_exits_0_and_a_refused_row_3(app: typer.Typer, tmp_path: Path) -> None:
    runner, path = CliRunner(), write_school(tmp_path / "school", SMALL)
    clean = await asyncio.to_thread(runner.invoke, app, ["import", str(path), "--as-of", "2026"])
    assert clean.exit_code == 0, clean.output
    assert "alumni" in clean.output
    bad = write_school(path, changed(SMALL, alumni=[*SMALL["alumni"], {"key": "B", "name": ""}]))
    refused = await asyncio.to_thread(runner.invoke, app, ["import", str(bad), "--report", str(tmp_path / "report")])
    assert refused.exit_code == 3
    assert (tmp_path / "report" / "quarantine" / "alumni.csv").is_file()


async def test_it_asks_before_something_is_removed(app: typer.Typer, tmp_path: Path) -> None:
    runner, path = CliRunner(), write_school(tmp_path / "school", SMALL)
    await asyncio.to_thread(runner.invoke, app, ["import", str(path)])
    fewer = write_school(path, {"alumni": SMALL["alumni"][:1]})
    command = ["import", str(fewer), "--missing-means-gone"]
    no = await asyncio.to_thread(runner.invoke, app, command, "n\n")
    assert isinstance(no.exception, NotConfirmed)
    assert "3 would be removed" in no.output
    yes = await asyncio.to_thread(runner.invoke, app, command, "y\n")
    assert yes.exit_code == 0, yes.output
    again = await asyncio.to_thread(runner.invoke, app, [*command, "--yes"])
    assert again.exit_code == 0


async def test_what_is_not_there_is_told(app: typer.Typer, tmp_path: Path) -> None:
    gone = await asyncio.to_thread(CliRunner().invoke, app, ["import", str(tmp_path / "nothing")])
    assert isinstance(gone.exception, SourceUnreadable)
