"""The sample school in a graph: loaded when the graph is empty, taken up again when a load was cut off."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from graph_service.demo import queries
from graph_service.graph import Graph
from graph_service.imports.generator import SAMPLE_ALUMNI, SAMPLE_SEED, DemoCast, generate_school
from graph_service.imports.options import ImportOptions
from graph_service.imports.service import import_school

SAMPLE = f"{SAMPLE_ALUMNI} alumni, seed {SAMPLE_SEED}"


class GraphInUse(Exception):
    """The graph holds somebody's records already, and the sample does not belong among them."""

    cause = "The graph holds records that are not the sample school's, so the demo leaves it alone."
    remedy = "Give the demo a place of its own: unset GRAPH_SERVICE_NEO4J_URI, or graph-service demo --data DIR."


async def ensure_sample(graph: Graph, say: Callable[[str], None]) -> DemoCast:
    """The people of the sample whom the demo asks about, once all of the sample is in the graph. Raises GraphInUse."""
    state = await queries.sample_state(graph)
    if state.alumni and SAMPLE not in (state.sample, state.loading):
        raise GraphInUse
    with tempfile.TemporaryDirectory(prefix="sample-school-") as folder:
        cast = generate_school(SAMPLE_ALUMNI, SAMPLE_SEED, Path(folder))
        if cast is None:
            raise RuntimeError("the sample school is too small for its demo")
        if state.sample != SAMPLE:
            say(f"Loading the sample school ({SAMPLE}) …")
            await queries.mark_sample_loading(graph, sample=SAMPLE)
            report = await import_school(graph, Path(folder), ImportOptions(source="sample school"))
            await queries.mark_sample_loaded(graph, sample=SAMPLE)
            rows = sum(entry.rows for entry in report.ledger)
            say(f"{rows:,} rows are in, in {report.seconds:.0f} s.")
    return cast
