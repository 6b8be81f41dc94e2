"""The command `graph-service import`."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as Bars

from graph_service.graph import Graph, OpenGraph
from graph_service.imports.bulk import bulk_import_school
from graph_service.imports.errors import NotConfirmed, SourceUnreadable
from graph_service.imports.options import ImportOptions, Progress
from graph_service.imports.reading import open_source
from graph_service.imports.report import ImportReport, write_report
from graph_service.imports.service import arranged, import_school
from graph_service.settings import Settings
from graph_service.terminal import Data

SOME_REFUSED = 3


PathArgument = Annotated[Path, typer.Argument(help="A folder or .zip of CSV files, or an .xlsx workbook.")]
Mapping = Annotated[
    Path | None, typer.Option("--mapping", "-m", help="YAML file that says how files of another shape feed the tables.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would change, and write nothing.")]
Bulk = Annotated[bool, typer.Option("--bulk", help="Fill an empty embedded graph, much faster.")]
SourceName = Annotated[
    str | None, typer.Option("--source", help="Where facts come from whose rows do not say it; else the folder's name.")
]
AsOf = Annotated[str | None, typer.Option("--as-of", help="When the facts were true (2026, 2026-07, …); else today.")]
Gone = Annotated[
    bool,
    typer.Option("--missing-means-gone", help="Remove what came from the same source and is not in the files now."),
]
Report = Annotated[Path | None, typer.Option("--report", help="Folder for the report and the refused rows.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before something is removed.")]


def register(app: typer.Typer, open_graph: OpenGraph) -> None:
    """Adds the command to the app; `open_graph` gives it the graph of a data directory."""

    @app.command("import")
    def import_files(  # pyright: ignore[reportUnusedFunction]
        path: PathArgument,
        mapping: Mapping = None,
        dry_run: DryRun = False,
        bulk: Bulk = False,
        source: SourceName = None,
        as_of: AsOf = None,
        missing_means_gone: Gone = False,
        report: Report = None,
        yes: Yes = False,
        data: Data = None,
    ) -> None:
        """Bring a school's files in: alumni, cohorts, employers, jobs, connections, … docs/import.md describes them.

        Good rows go in; each bad one is reported with what to do about it, and kept in a quarantine file that can be
        corrected and imported again. Importing the same files twice changes nothing.

        Exit codes: 0 every row is in, 3 some rows were refused, 1 nothing could be done.
        """
        if not path.exists():
            raise SourceUnreadable(f"{path}: there is no such file or folder.")
        options = ImportOptions(source, as_of or date.today().isoformat(), mapping, dry_run, missing_means_gone, yes)
        done = asyncio.run(_run(path, options, open_graph, data, bulk=bulk))
        _tell(done, path, options, report)
        if done.findings:
            raise typer.Exit(SOME_REFUSED)


async def _run(
    path: Path, options: ImportOptions, open_graph: OpenGraph, data: Path | None, *, bulk: bool
) -> ImportReport:
    if bulk:
        settings = Settings() if data is None else Settings().model_copy(update={"data_dir": data})
        with _bars() as bars:
            return await bulk_import_school(settings, path, options, lambda: open_graph(data), _Watch(bars).show)
    async with open_graph(data) as graph:
        if options.missing_means_gone and not options.dry_run and not options.confirmed:
            options = replace(options, confirmed=await _confirmed(graph, path, options))
        with _bars() as bars:
            return await import_school(graph, path, options, _Watch(bars).show)


async def _confirmed(graph: Graph, path: Path, options: ImportOptions) -> bool:
    """Shows what would be removed and asks."""
    with _bars() as bars:
        preview = await import_school(graph, path, replace(options, dry_run=True), _Watch(bars).show)
    typer.echo(preview.text())
    if not typer.confirm(f"{sum(entry.removed for entry in preview.ledger):,} would be removed. Go on?"):
        raise NotConfirmed("Nothing was written: it was not confirmed. --yes confirms without asking.")
    return True


def _tell(done: ImportReport, path: Path, options: ImportOptions, folder: Path | None) -> None:
    Console().print(done.text(), highlight=False, markup=False, soft_wrap=True)
    if folder is None and done.findings:
        folder = Path(f"{path.name}-report")
    if folder is not None:
        for written in write_report(done, folder, arranged(open_source(path), options).feeds):
            Console().print(f"written: {written}", highlight=False, markup=False, soft_wrap=True)


def _bars() -> Bars:
    columns = (TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Bars(*columns, TimeRemainingColumn(), console=Console(stderr=True))


class _Watch:
    """Shows each step of an import as a bar, with the rows done and the time left."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._steps: dict[str, TaskID] = {}

    def show(self, progress: Progress) -> None:
        """Shows how far a step is."""
        total = progress.total or None
        if progress.step not in self._steps:
            for before in self._steps.values():
                self._bars.update(before, total=self._bars.tasks[before].completed)
            self._steps[progress.step] = self._bars.add_task(progress.step, total=total)
        self._bars.update(self._steps[progress.step], completed=progress.done, total=total)
