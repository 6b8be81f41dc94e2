"""A generated school goes into a graph whole."""

from __future__ import annotations

from pathlib import Path

from graph_service.graph import Neo4jGraph
from graph_service.imports.generator import generate_school
from graph_service.imports.options import ImportOptions
from graph_service.imports.service import import_school


async def test_every_row_of_a_generated_school_goes_in(graph: Neo4jGraph, tmp_path: Path) -> None:
    generate_school(300, 4, tmp_path)
    report = await import_school(graph, tmp_path, ImportOptions(source="sample"))
    assert report.findings == ()
    assert report.alike == ()
    assert report.entry("alumni").created == 300
    for entry in report.ledger:
        assert entry.quarantined == 0
        if entry.table not in ("industries", "places"):
            assert entry.created == entry.rows > 0, entry
