"""How the network grew: nodes, edges and the largest component at the end of each year."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from graph_service.analysis.measure import Course, Findings, Measure, Number
from graph_service.analysis.network import Network
from graph_service.analysis.scientific import component_labels, spanning_forest

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_YEARS = 3
SCHEMA = {
    "year": pl.Int64,
    "new_edges": pl.Int64,
    "edges": pl.Int64,
    "nodes": pl.Int64,
    "mean_degree": pl.Float64,
    "largest_component": pl.Int64,
    "largest_component_share": pl.Float64,
}


def growth(network: Network) -> pl.DataFrame:
    """The network at the end of each year from its first dated edge to its last; no rows when no edge has a date.

    Definition: an edge is there from the year in which it began, a node from its first edge on, so `nodes` are those
    with an edge. Missing values: edges without a date are left out. Complexity: O(m log m + n Y) for Y years.
    """
    years, edges = _dated(network)
    if not len(years):
        return pl.DataFrame(schema=SCHEMA)
    first, last = int(years.min()), int(years.max())
    added = np.bincount(years - first)
    joined = np.full(network.order, last + 1, dtype=np.int64)
    for column in (0, 1):
        np.minimum.at(joined, edges[:, column], years)
    nodes = np.bincount(joined[joined <= last] - first, minlength=len(added)).cumsum()
    largest = _largest(network.order, edges, years, range(first, last + 1))
    table = pl.DataFrame(
        {"year": np.arange(first, last + 1), "new_edges": added, "edges": added.cumsum(), "nodes": nodes}
    )
    return table.with_columns(
        (2 * pl.col("edges") / pl.col("nodes")).alias("mean_degree"),
        pl.Series("largest_component", largest),
        (pl.Series("largest_component", largest) / pl.col("nodes")).alias("largest_component_share"),
    )


def _dated(network: Network) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The years of the edges that have one, and these edges."""
    if network.months is None:
        return np.zeros(0, dtype=np.int64), network.edges[:0]
    known = network.months >= 0
    return network.months[known].astype(np.int64) // 12, network.edges[known]


def _largest(order: int, edges: NDArray[np.int64], years: NDArray[np.int64], span: range) -> NDArray[np.int64]:
    """The size of the largest component at the end of each year.

    A spanning forest that takes the earliest edges first hangs together as the network does at every moment, and has
    fewer edges than nodes.
    """
    forest = spanning_forest(order, edges, (years - span.start + 1).astype(np.float64))
    keys = edges[:, 0] * order + edges[:, 1]
    wanted = forest.min(axis=1) * order + forest.max(axis=1)
    in_order = np.argsort(keys)
    when = years[in_order[np.searchsorted(keys, wanted, sorter=in_order)]]
    sizes = [int(np.bincount(component_labels(order, forest[when <= year])).max()) for year in span]
    return np.array(sizes, dtype=np.int64)


class Densification(NamedTuple):
    """Edges grow as nodes to this exponent; `error` is the half-width of a 95 % interval, `fit` the share explained."""

    exponent: float
    error: float
    fit: float


def densification(table: pl.DataFrame) -> Densification | None:
    """How much faster edges grow than nodes; None with fewer than three years or without growth.

    Definition: the slope of log(edges) on log(nodes) over the years by least squares: 1 keeps the mean degree, 2 keeps
    the density (Leskovec, Kleinberg and Faloutsos, KDD 2005). Missing values: see `growth`. Complexity: O(Y).
    """
    if table.height < LEAST_YEARS or table["nodes"].n_unique() < LEAST_YEARS:
        return None
    x, y = np.log(table["nodes"].to_numpy()), np.log(table["edges"].to_numpy())
    x, y = x - x.mean(), y - y.mean()
    slope = float((x * y).sum() / (x * x).sum())
    left = float(((y - slope * x) ** 2).sum())
    error = 1.96 * math.sqrt(left / (table.height - 2) / float((x * x).sum()))
    return Densification(slope, error, 1 - left / float((y * y).sum()))


def grown(network: Network, course: Course) -> Findings:
    """The network year by year, and whether it grew denser as it grew.

    Definition: How many nodes and edges there were at the end of each year, and how far they hung together. Source:
    Leskovec, Kleinberg and Faloutsos, Graphs over time, KDD 2005. Missing values: edges without a date are left out;
    the coverage is the share of edges that have one. Complexity: O(m log m + n Y) for Y years.
    """
    table = growth(network)
    course.tick(1.0)
    exponent_says = "The exponent with which edges grow as nodes do, over the years: above 1 the mean degree grows."
    if not table.height:
        note = "No edge has a date."
        return Findings((Number("densification", None, exponent_says, coverage=0.0, note=note),), {"growth": table})
    coverage = int(table["edges"][-1]) / network.size
    found = densification(table)
    numbers = (
        Number("first_year", int(table["year"][0]), "The year of the earliest edge.", coverage=coverage),
        Number("last_year", int(table["year"][-1]), "The year of the latest edge.", coverage=coverage),
        Number(
            "densification",
            found.exponent if found else None,
            exponent_says,
            {"years": table.height, "explained": found.fit} if found else {},
            error=found.error if found else None,
            coverage=coverage,
            note=None if found else f"It needs {LEAST_YEARS} years in which nodes came.",
        ),
    )
    return Findings(numbers, {"growth": table})


MEASURE = Measure(
    name="growth",
    title="Growth",
    definition="How many nodes and edges there were at the end of each year, and how far they hung together.",
    source="Leskovec, Kleinberg and Faloutsos, Graphs over time, KDD 2005",
    missing="Edges without a date are left out; the coverage is the share of edges that have one.",
    complexity="O(m log m + n Y) for Y years",
    run=grown,
)
