"""A bulk import fills an empty graph with just what the ordinary import makes, and refuses any other graph."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from filelock import FileLock

from graph_service.access.defaults import apply_school_defaults
from graph_service.engine import open_engine
from graph_service.graph import Graph, Neo4jGraph, apply_migrations, open_graph
from graph_service.imports import bulk
from graph_service.imports.bulk import bulk_import_school
from graph_service.imports.errors import GraphNotEmpty, ImportRefused, ImportRunning
from graph_service.imports.options import ImportOptions
from graph_service.settings import Settings
from tests.imports.schools import AS_OF, SMALL, changed, contents, imported, write_school

BAD = [{"alumnus": "A1", "employer": "x", "level": "9"}, {"alumnus": "A9", "employer": "x"}]
OPTIONS = ImportOptions("school", AS_OF)


@pytest.fixture
def mine(tmp_path: Path) -> Settings:
    """Settings with a data directory of the test's own."""
    return Settings(data_dir=tmp_path / "data", engine_heap_mb=512, engine_page_cache_mb=64)


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Graph]:
    with open_engine(settings) as engine:
        async with open_graph(engine.uri, engine.user, engine.password, statement_timeout_s=60) as graph:
            await apply_migrations(graph)
            await apply_school_defaults(graph, settings)
            yield graph


async def test_bulk_and_ordinary_make_the_same_graph(
    graph: Neo4jGraph, mine: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "SLICE", 2)
    path = write_school(tmp_path / "school", changed(SMALL, jobs=[*SMALL["jobs"], *BAD]))
    ordinary = await imported(graph, path)
    steps: list[str] = []
    report = await bulk_import_school(mine, path, OPTIONS, lambda: opened(mine), lambda told: steps.append(told.step))
    assert report.ledger == ordinary.ledger
    assert report.findings == ordinary.findings
    assert report.made == ordinary.made
    assert "filling the graph" in steps
    async with opened(mine) as filled:
        assert await contents(filled) == await contents(graph)
        again = await imported(filled, path)
        assert all(entry.created == entry.updated == 0 for entry in again.ledger), again.text()
    with pytest.raises(GraphNotEmpty):
        await bulk_import_school(mine, path, OPTIONS, lambda: opened(mine))
    assert not (mine.data_dir / "bulk-import").exists()


async def test_a_dry_bulk_makes_no_graph(mine: Settings, tmp_path: Path) -> None:
    path = write_school(tmp_path / "school", SMALL)
    report = await bulk_import_school(mine, path, ImportOptions("s", AS_OF, dry_run=True), lambda: opened(mine))
    assert report.dry_run
    assert report.entry("alumni").created == 4
    assert not (mine.data_dir / "data").exists()


async def test_only_one_bulk_import_fills_a_directory(mine: Settings, tmp_path: Path) -> None:
    path = write_school(tmp_path / "school", SMALL)
    mine.data_dir.mkdir()
    with FileLock(mine.data_dir / "bulk-import.lock"), pytest.raises(ImportRunning):
        await bulk_import_school(mine, path, OPTIONS, lambda: opened(mine))


async def test_another_neo4j_is_not_filled_in_bulk(mine: Settings, tmp_path: Path) -> None:
    other = mine.model_copy(update={"neo4j_uri": "bolt://127.0.0.1:1"})
    with pytest.raises(ImportRefused, match="embedded"):
        await bulk_import_school(other, tmp_path, OPTIONS, lambda: opened(mine))


async def test_a_running_engine_is_not_filled_in_bulk(settings: Settings, graph: Neo4jGraph, tmp_path: Path) -> None:
    with pytest.raises(ImportRunning, match="stop"):
        await bulk_import_school(settings, tmp_path, OPTIONS, lambda: opened(settings))
