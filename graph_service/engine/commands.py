"""`graph-service db …`: the engine from the command line. Failures print a cause and a remedy, and exit with 1."""

from __future__ import annotations

import json
import time
from collections.abc import Generator
from contextlib import contextmanager
from math import ceil
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.table import Table
from rich.text import Text

from graph_service.settings import Settings
from graph_service.terminal import Data

from . import lifecycle, tools
from .errors import EngineError
from .home import DataDirectory
from .lock import server_lock
from .ownership import read_note
from .progress import Progress, ProgressCallback, Step

PRINT_EVERY_S = 5.0
NOT_RUNNING = 3
"""Exit code of `status` when no engine runs, as init scripts use it."""

TITLES: dict[Step, str] = {
    "download": "Downloading the database server",
    "password": "Setting up the database",
    "start": "Starting the database",
    "cache": "Preparing faster starts (once; Ctrl-C skips it)",
    "stop": "Stopping the database",
    "recover": "Recovering what was not closed cleanly",
    "dump": "Writing the dump",
    "load": "Reading the dump",
    "check": "Checking the graph",
    "import": "Importing",
}

app = typer.Typer(
    name="db",
    help="The embedded Neo4j: start it, stop it, back it up, check it.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)
errors = Console(stderr=True)


def chosen(data: Path | None) -> Settings:
    """The settings, with another data directory if one is named."""
    return Settings() if data is None else Settings(data_dir=data)


@contextmanager
def told() -> Generator[None]:
    """Print an engine's error as a cause and a remedy, and exit with 1."""
    try:
        yield
    except EngineError as error:
        print_error(error)
        raise typer.Exit(1) from None


def print_error(error: EngineError) -> None:
    """A cause and a remedy, for a person."""
    errors.print(Text.assemble(("Error: ", "bold red"), error.cause), soft_wrap=True)
    errors.print(Text(error.remedy, "yellow"), soft_wrap=True)


@contextmanager
def shown() -> Generator[ProgressCallback]:
    """A progress callback that draws what the engine does on standard error."""
    columns = (TextColumn("{task.description}"), BarColumn(bar_width=24), TextColumn("{task.fields[amount]}"))
    with Bar(*columns, TimeElapsedColumn(), console=errors, disable=not errors.is_terminal) as bar:
        yield Painter(bar)


class Painter:
    """Draws a line for each step on a terminal; elsewhere, and once the drawing is over, prints it."""

    def __init__(self, bar: Bar) -> None:
        self._bar = bar
        self._step: Step | None = None
        self._task = TaskID(0)
        self._printed = 0.0

    def __call__(self, progress: Progress) -> None:
        """Show it."""
        drawing = self._bar.live.is_started
        if progress.step != self._step:
            self._next_step(progress.step, drawing=drawing)
        total = progress.bytes_total or progress.units_total
        if drawing:
            done = progress.bytes_done or progress.units_done
            self._bar.update(self._task, total=total or None, completed=done, amount=amount(progress))
        elif total and time.monotonic() > self._printed + PRINT_EVERY_S:
            self._print(f"{TITLES[progress.step]}: {amount(progress)}")

    def _next_step(self, step: Step, *, drawing: bool) -> None:
        self._step = step
        if drawing:
            for task in self._bar.tasks:
                self._bar.update(task.id, total=task.total or 1, completed=task.total or 1)
            self._task = self._bar.add_task(TITLES[step], total=None, amount="")
        else:
            self._print(f"{TITLES[step]} …")

    def _print(self, text: str) -> None:
        self._printed = time.monotonic()
        self._bar.console.print(text, highlight=False, markup=False)


def amount(progress: Progress) -> str:
    """How much of a step is done, in words.

    >>> amount(Progress("download", files_done=3, files_total=9, bytes_done=20_000_000, bytes_total=169_600_000))
    '3/9 files, 20/170 MB'
    >>> amount(Progress("download", bytes_done=20_000_000, bytes_total=40_000_000, seconds_left=3.2))
    '20/40 MB, 4 s left'
    >>> amount(Progress("import", "(1/4) Node import", units_done=20, units_total=100))
    '20 %, (1/4) Node import'
    """
    parts = [
        f"{progress.files_done}/{progress.files_total} files" if progress.files_total else "",
        f"{progress.bytes_done / 1e6:.0f}/{progress.bytes_total / 1e6:.0f} MB" if progress.bytes_total else "",
        f"{100 * progress.units_done // progress.units_total} %" if progress.units_total else "",
        progress.detail,
        f"{ceil(progress.seconds_left)} s left" if progress.seconds_left is not None else "",
    ]
    return ", ".join(part for part in parts if part)


@app.command()
def start(data: Data = None) -> None:
    """Start an engine that keeps running until `db stop`."""
    with told(), shown() as progress:
        running = lifecycle.start(chosen(data), progress, detached=True)
    typer.echo(f"Neo4j {server_lock().version} runs at {running.engine.uri}")
    typer.echo(f"User {running.engine.user}, password in {running.engine.home.password_file}")


@app.command()
def stop(data: Data = None) -> None:
    """Stop the engine that `db start` started."""
    with told(), shown() as progress:
        lifecycle.stop(chosen(data), progress)
    typer.echo("Stopped.")


@app.command()
def status(
    data: Data = None,
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object, for programs.")] = False,
) -> None:
    """Say whether an engine runs, where, and for whom. Exits with 3 when none does."""
    facts = status_of(chosen(data))
    if as_json:
        typer.echo(json.dumps(facts))
    else:
        table = Table(show_header=False, box=None)
        for name, value in facts.items():
            table.add_row(name.replace("_", " "), "-" if value is None else str(value))
        Console().print(table)
    if facts["state"] == "stopped":
        raise typer.Exit(NOT_RUNNING)


def status_of(settings: Settings) -> dict[str, Any]:
    """What is known about the engine of a data directory."""
    home = DataDirectory(settings.data_dir)
    note = read_note(home)
    engine = lifecycle.Engine(home, note.port or 0, "") if note else None
    return {
        "state": note.state if note else "stopped",
        "data_dir": str(home.path),
        "version": server_lock().version,
        "uri": engine.uri if engine and note and note.port else None,
        "pid": engine.pid or None if engine else None,
        "memory_mb": engine.memory() or None if engine else None,
        "owner_pid": (note.owner or note.holder).pid if note else None,
        "command": note.command if note else None,
        "since": note.since if note else None,
        "detached": note.detached if note else None,
    }


@app.command()
def dump(
    file: Annotated[Path, typer.Argument(help="The file to write.")],
    data: Data = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
) -> None:
    """Write the whole graph into one file. The engine must not be running."""
    with told(), shown() as progress:
        tools.dump(chosen(data), file, overwrite=force, progress=progress)
    typer.echo(f"Wrote {file} ({file.stat().st_size / 1e6:.1f} MB)")


@app.command()
def load(
    file: Annotated[Path, typer.Argument(help="A file that `db dump` wrote.")],
    data: Data = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the graph that is there.")] = False,
) -> None:
    """Put the graph of a dump in place of the present one. An interrupted load leaves the old one."""
    with told(), shown() as progress:
        tools.load(chosen(data), file, overwrite=force, progress=progress)
    typer.echo(f"Loaded {file}")


@app.command()
def check(data: Data = None) -> None:
    """Check the graph's files for damage. The engine must not be running."""
    with told(), shown() as progress:
        tools.check(chosen(data), progress=progress)
    typer.echo("No damage found.")
