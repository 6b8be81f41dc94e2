"""Imports a school's files into a graph, and says what became of every row."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from graph_service.access.sizes import recount_all
from graph_service.graph import Graph
from graph_service.imports import queries
from graph_service.imports.arranging import Arrangement, arrange
from graph_service.imports.errors import NotConfirmed
from graph_service.imports.mapping import arrange_mapped, read_mapping
from graph_service.imports.options import ImportOptions, Tell, silent
from graph_service.imports.pipeline import Pipeline
from graph_service.imports.reading import Source, open_source
from graph_service.imports.report import ImportReport
from graph_service.imports.sinks import GraphSink
from graph_service.imports.tables import TABLES
from graph_service.imports.writer import Writer, exclusive

DRY_RUN = "dry-run"


async def import_school(graph: Graph, path: Path, options: ImportOptions, progress: Tell = silent) -> ImportReport:
    """Imports the folder, zip or workbook and reports what became of each row; with `dry_run`, what would become of it.

    Rows that are not right are refused and reported, the others go in. Raises ImportRefused when nothing can be done at
    all, GraphError when the database fails; what was written until then is right as it is, and importing again goes on.
    `graph` has its schema and the school's defaults, and a time limit that lets a batch of 10,000 rows pass.
    """
    began = time.monotonic()
    if options.missing_means_gone and not (options.confirmed or options.dry_run):
        raise NotConfirmed(
            "What is missing from the files would be removed from the graph. Look at a dry run first, then confirm."
        )
    source = await asyncio.to_thread(open_source, path)
    arrangement = arranged(source, options)
    named = options.source or source.name
    async with _writer(graph, named, source.digest, options) as writer:
        pipeline = Pipeline(arrangement, options, named, graph, GraphSink(graph, writer, progress), progress)
        await pipeline.run()
        report = report_of(pipeline, source, time.monotonic() - began)
        if not writer.dry:
            await recount_all(graph)
            await queries.end_import_run(graph, run=writer.run, state="done", ledger=report.ledger_json())
        return report


def arranged(source: Source, options: ImportOptions) -> Arrangement:
    """The feeds of a source, by the names of its files or by a mapping."""
    if options.mapping is None:
        return arrange(source)
    return arrange_mapped(source, read_mapping(options.mapping), options.mapping.name)


def report_of(pipeline: Pipeline, source: Source, seconds: float) -> ImportReport:
    """The report of a pipeline that has run."""
    ledger = tuple(pipeline.ledger[table.name] for table in TABLES if table.name in pipeline.ledger)
    found = tuple(sorted(pipeline.findings, key=lambda finding: (finding.file, finding.line)))
    return ImportReport(
        pipeline.source,
        source.digest,
        pipeline.options.dry_run,
        ledger,
        found,
        (*pipeline.arrangement.notes, *pipeline.notes),
        pipeline.alike,
        dict(pipeline.made),
        seconds,
    )


@asynccontextmanager
async def _writer(graph: Graph, source: str, digest: str, options: ImportOptions) -> AsyncGenerator[Writer]:
    if options.dry_run:
        yield Writer(None, DRY_RUN)
        return
    async with exclusive(graph, source, digest) as writer:
        yield writer
