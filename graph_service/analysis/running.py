"""Runs measures one after the other, tells how far it is, and takes up what an interrupted run had finished."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import import_module

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from graph_service.analysis.budget import SHARES
from graph_service.analysis.measure import Course, Findings, Measure
from graph_service.analysis.network import Network
from graph_service.analysis.unfinished import Unfinished

LOADED_FIRST = ("networkit", "networkx", "scipy.optimize", "scipy.sparse.csgraph", "scipy.special")


@dataclass(frozen=True)
class Finished:
    """A measure, what it found, and how many seconds that took when it was computed."""

    measure: Measure
    findings: Findings
    seconds: float


def analysed(
    network: Network,
    measures: Sequence[Measure],
    course: Course,
    seconds: Mapping[str, float | None],
    kept: Unfinished,
    console: Console | None = None,
) -> list[Finished]:
    """What the measures found, in their order. What is among the kept ones already is not computed again."""
    _load_libraries()
    finished: list[Finished] = []
    with _progress(console or Console(stderr=True)) as progress:
        whole = progress.add_task("analysis", total=sum(map(_weight, measures)))
        done = 0.0
        for measure in measures:
            own = progress.add_task(measure.title, total=1.0)

            def tick(share: float, done: float = done, measure: Measure = measure, own: object = own) -> None:
                progress.update(own, completed=share)  # pyright: ignore[reportArgumentType]
                progress.update(whole, completed=done + share * _weight(measure))

            measured = replace(course, seconds=seconds[measure.name], tick=tick)
            finished.append(_finished(network, measure, measured, kept))
            done += _weight(measure)
            progress.update(own, completed=1.0, visible=False)
            progress.update(whole, completed=done)
    return finished


def _finished(network: Network, measure: Measure, course: Course, kept: Unfinished) -> Finished:
    before = kept.found(measure, course)
    if before is not None:
        return Finished(measure, *before)
    began = time.perf_counter()
    findings = measure.run(network, course)
    seconds = time.perf_counter() - began
    kept.keep(measure, course, findings, seconds)
    return Finished(measure, findings, seconds)


def _weight(measure: Measure) -> float:
    return 0.2 + SHARES.get(measure.name, 1.0)


def _load_libraries() -> None:
    """Loads what measures need before any is timed: seconds are those of measuring."""
    for name in LOADED_FIRST:
        import_module(name)


@contextmanager
def told_at_terminal(what: str, console: Console | None = None) -> Generator[Callable[[float], None]]:
    """For a block, something to tell the share done to, from 0 to 1: a terminal shows it, with the time left."""
    with _progress(console or Console(stderr=True)) as progress:
        task = progress.add_task(what, total=1.0)
        yield lambda share: progress.update(task, completed=share)


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
