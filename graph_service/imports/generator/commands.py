"""The command `graph-service generate`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from graph_service.imports.generator.generation import (
    SAMPLE_ALUMNI,
    SAMPLE_SEED,
    GenerationError,
    generate_school,
)


def generate(
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder to write the CSV files into; made when missing.")],
    alumni: Annotated[int, typer.Option("--alumni", "-n", help="How many alumni, 1 to 1,000,000.")] = SAMPLE_ALUMNI,
    seed: Annotated[
        int, typer.Option("--seed", "-s", help="The same seed and number give the same files.")
    ] = SAMPLE_SEED,
    force: Annotated[bool, typer.Option("--force", help="Write into a folder that is not empty.")] = False,
) -> None:
    """Write a plausible, fictional school as CSV files, ready to be imported.

    Chinese names with pinyin, cohorts, careers, meetings, groups, skills, consents, and connections that grew as they
    do. Everybody in it is made up; addresses and numbers reach nobody.
    """
    errors = Console(stderr=True)
    try:
        with _bars(errors) as bars:
            watch = _Watch(bars)
            cast = generate_school(alumni, seed, out, watch.show, force=force)
    except GenerationError as failure:
        errors.print(f"[red]Nothing usable was written.[/red] {failure}", highlight=False, soft_wrap=True)
        raise typer.Exit(1) from failure
    size = sum(path.stat().st_size for path in out.glob("*.csv")) / 1e6
    print_out = Console()
    print_out.print(f"A school of {alumni:,} alumni is in {out} ({size:,.1f} MB).", highlight=False, soft_wrap=True)
    if cast is not None:
        print_out.print(
            f"Try it as {cast.viewer}: {cast.peers} others work in industry {cast.industry} in place {cast.place}.",
            highlight=False,
            soft_wrap=True,
        )


def _bars(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description:<20}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
    )


class _Watch:
    """Shows what the generator reports as one bar for each stage."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._stages: dict[str, TaskID] = {}

    def show(self, stage: str, done: int, total: int) -> None:
        if stage not in self._stages:
            self._stages[stage] = self._bars.add_task(stage, total=total)
        self._bars.update(self._stages[stage], completed=done, total=total)
