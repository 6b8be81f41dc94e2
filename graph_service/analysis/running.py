"""Runs measures one after the other, the longest beside them, tells how far it is, and takes up what was finished."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from subprocess import Popen

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from graph_service.analysis.beside import is_worth_it, measured_beside
from graph_service.analysis.budget import SHARES
from graph_service.analysis.measure import Course, Findings, Measure
from graph_service.analysis.network import Network
from graph_service.analysis.unfinished import Unfinished

LOADED_FIRST = ("networkit", "networkx", "scipy.optimize", "scipy.sparse.csgraph", "scipy.special")


@dataclass(frozen=True)
class Finished:
    """A measure, what it found, and how many seconds that took when it was computed; whether beside all others."""

    measure: Measure
    findings: Findings
    seconds: float
    beside: bool = False


def elapsed(finished: Sequence[Finished]) -> float:
    """How many seconds these measures took together."""
    return max(sum(one.seconds for one in finished if one.beside == side) for side in (False, True))


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
    finished: dict[str, Finished] = {}
    with _progress(console or Console(stderr=True)) as progress, ExitStack() as stack:
        whole = progress.add_task("analysis", total=sum(map(_weight, measures)))
        shares_done = dict.fromkeys((measure.name for measure in measures), 0.0)

        def course_of(measure: Measure) -> Course:
            own = progress.add_task(measure.title, total=1.0)

            def tick(share: float) -> None:
                shares_done[measure.name] = share
                progress.update(own, completed=share, visible=share < 1)
                progress.update(whole, completed=sum(_weight(one) * shares_done[one.name] for one in measures))

            return replace(course, seconds=seconds[measure.name], tick=tick)

        def finish(measure: Measure, own: Course, *, beside: bool = False) -> None:
            finished[measure.name] = replace(_finished(network, measure, own, kept), beside=beside)
            own.tick(1.0)

        beside: dict[str, tuple[Course, Popen[bytes]]] = {}
        for measure in measures:
            if len(measures) > 1 and is_worth_it(
                network, measure, replace(course, seconds=seconds[measure.name]), kept
            ):
                own = course_of(measure)
                beside[measure.name] = own, stack.enter_context(measured_beside(network, measure, own, kept))
        for measure in measures:
            if measure.name not in beside:
                finish(measure, course_of(measure))
        for measure in measures:
            if measure.name in beside:
                own, process = beside[measure.name]
                process.wait()
                # One that died without a result is measured here.
                finish(measure, own, beside=True)
    return [finished[measure.name] for measure in measures]


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
