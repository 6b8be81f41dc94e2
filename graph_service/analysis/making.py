"""From a network to its report: reads it, measures it, writes it, and keeps what was finished when interrupted."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock, Timeout

from graph_service.analysis import report as reports
from graph_service.analysis.budget import shares
from graph_service.analysis.errors import OptionRefused, PlaceTaken
from graph_service.analysis.measure import Course, Measure
from graph_service.analysis.measures.components import largest_component
from graph_service.analysis.network import Network
from graph_service.analysis.report import Report
from graph_service.analysis.running import analysed
from graph_service.analysis.unfinished import Unfinished


@dataclass(frozen=True)
class Plan:
    """What to analyse, and how.

    Measures, seconds for all of them, seed, attributes; the largest component alone or all of them; and whether the
    report has the seconds as measured.
    """

    measures: tuple[Measure, ...]
    seconds: float | None = None
    seed: int = 1
    attributes: tuple[str, ...] = ()
    only_largest: bool = False
    with_timings: bool = False


def made(read: Callable[[], Network], plan: Plan, out: Path, say: Callable[[str], None] = lambda text: None) -> Report:
    """The report of the network that `read` gives, written to `out` whole or not at all.

    Raises AnalysisRefused when the place is taken or the network cannot be read.
    """
    out = out.absolute()
    reports.check_place(out)
    say("Reading the network.")
    network = _chosen(read(), plan)
    say(f"{network.order:,} nodes, {network.size:,} edges.")
    workplace = out.with_name(f".{out.name}.unfinished")
    workplace.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(workplace / "lock", blocking=False):
            report = _report(network, plan, Unfinished(workplace / "measures", network.digest))
            say("Writing the report.")
            reports.write(report, out, workplace, with_timings=plan.with_timings)
    except Timeout as busy:
        raise PlaceTaken(out, "is being written by another analysis") from busy
    shutil.rmtree(workplace, ignore_errors=True)
    return report


def _chosen(network: Network, plan: Plan) -> Network:
    """The network, or its largest component; with every attribute that the plan names."""
    there = network.attributes.columns
    for name in plan.attributes:
        if name not in there:
            raise OptionRefused(f"The network has no attribute {name!r}.", f"It has {', '.join(there) or 'none'}.")
    origin = dict(network.origin) | {"component": "largest" if plan.only_largest else "all"}
    if not plan.only_largest:
        return replace(network, origin=origin)
    part = largest_component(network)
    left_out = {"nodes_of_other_components": network.order - part.order}
    return replace(part, origin=origin | left_out)


def _report(network: Network, plan: Plan, kept: Unfinished) -> Report:
    course = Course(plan.seed, plan.attributes, threads=os.cpu_count() or 1)
    finished = analysed(network, plan.measures, course, shares(plan.measures, plan.seconds), kept)
    return Report(network, course, plan.seconds, tuple(finished))
