"""The notebooks: each runs from top to bottom, shows something, and was put away without outputs and without logic."""

from __future__ import annotations

import ast
import contextlib
import json
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

from graph_service.demo import notebooks
from graph_service.engine import Engine
from graph_service.graph import Neo4jGraph
from graph_service.imports.generator import generate_school
from graph_service.imports.options import ImportOptions
from graph_service.imports.service import import_school
from graph_service.settings import Settings

BOOKS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))
PEOPLE = 1_000


def code_of(book: Path) -> list[dict[str, Any]]:
    return [cell for cell in json.loads(book.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"]


def test_there_are_five() -> None:
    assert [book.name[:2] for book in BOOKS] == ["01", "02", "03", "04", "05"]


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.stem)
def test_a_notebook_holds_no_output_and_no_logic(book: Path) -> None:
    for cell in code_of(book):
        assert cell["outputs"] == []
        assert cell["execution_count"] is None
        for node in ast.walk(ast.parse("".join(cell["source"]))):
            assert not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.While | ast.If | ast.Lambda | ast.Try)


@pytest.fixture
async def a_school(graph: Neo4jGraph, tmp_path: Path) -> Neo4jGraph:
    """A made-up school in the database, smaller than the sample."""
    generate_school(PEOPLE, 1, tmp_path / "school")
    await import_school(graph, tmp_path / "school", ImportOptions(source="made up"))
    return graph


async def test_every_notebook_runs_from_top_to_bottom(
    a_school: Neo4jGraph, engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("URI", engine.uri), ("USER", engine.user), ("PASSWORD", engine.password)):
        monkeypatch.setenv(f"GRAPH_SERVICE_NEO4J_{name}", value)
    monkeypatch.setenv("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    # One process for all has the libraries and the school already; no name of one book is left to the next.
    kernel = AsyncKernelManager(kernel_name="python3")
    await kernel.start_kernel(env=dict(os.environ))
    try:
        for path in BOOKS:
            book = nbformat.read(path, as_version=4)
            book.cells.insert(0, nbformat.v4.new_code_cell("%reset -f"))
            client = NotebookClient(book, km=kernel, timeout=120)
            await client.async_execute()
            assert client.kc is not None
            client.kc.stop_channels()
            shown = [output for cell in book.cells if cell.cell_type == "code" for output in cell.outputs]
            pages = [output["data"]["text/html"] for output in shown if "text/html" in output.get("data", {})]
            assert pages, path.name
            drawn = [cell["source"] for cell in code_of(path) if "pictures(" in "".join(cell["source"])]
            assert sum("<svg" in one for one in pages) == len(drawn), path.name
    finally:
        await kernel.shutdown_kernel(now=True)


@pytest.mark.parametrize(
    ("uri", "demo_runs", "place"), [("bolt://x", True, ""), ("", True, "demo"), ("", False, "notebooks")]
)
def test_the_school_is_the_demo_or_one_of_its_own(
    uri: str, demo_runs: bool, place: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened: list[Settings] = []
    made: list[object] = []

    @contextlib.asynccontextmanager
    async def opening(settings: Settings) -> AsyncIterator[object]:
        opened.append(settings)
        yield object()

    async def ensuring(graph: object, _say: object) -> None:
        made.append(graph)

    async def work(graph: object) -> object:
        return graph

    monkeypatch.setenv("GRAPH_SERVICE_NEO4J_URI", uri)
    monkeypatch.setenv("GRAPH_SERVICE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(notebooks, "graph_for_commands", opening)
    monkeypatch.setattr(notebooks, "ensure_sample", ensuring)
    monkeypatch.setattr(notebooks, "attach", lambda settings: demo_runs)
    assert notebooks._in_a_thread(work) is not None
    assert opened[0].data_dir.name == ("data" if uri else f"data-{place}")
    assert len(made) == (0 if uri else 1)
