"""Brokerage: who lies between others, and whose neighbours do not know each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from graph_service.analysis.betweenness import LARGE, Betweenness, affordable_betweenness
from graph_service.analysis.measure import Course, Findings, Measure, Number
from graph_service.analysis.network import Network
from graph_service.analysis.nulls import generator
from graph_service.analysis.structural_holes import Holes, structural_holes, work

if TYPE_CHECKING:
    from numpy.typing import NDArray

SEED = 13
# On one thread; less where caches are too small.
PRODUCTS_A_SECOND, PRODUCTS_A_SECOND_LARGE = 20_000_000, 4_000_000
FEWEST = 200
FOR_BETWEENNESS = 0.6


def sampled_nodes(network: Network, seed: int, seconds: float | None) -> NDArray[np.int64] | None:
    """The nodes whose structural holes fit into so many seconds, drawn at random, at least 200; None when all do.

    The estimate of work is 20 million products a second, and 4 million beyond 200,000 nodes.
    """
    products = max(int(work(network).sum()), 1)
    pace = PRODUCTS_A_SECOND_LARGE if network.order > LARGE else PRODUCTS_A_SECOND
    share = 1.0 if seconds is None else seconds * pace / products
    count = max(FEWEST, int(share * network.order))
    if share >= 1 or count >= network.order:
        return None
    return np.sort(generator(seed, SEED).choice(network.order, size=count, replace=False))


def centralization(values: NDArray[np.float64]) -> float | None:
    """How far one node alone is between all others: 1 for a star, 0 where all are alike; None below three nodes.

    Definition: the mean distance to the largest value, over all but one node. Source: Freeman, Centrality in social
    networks, 1978. Missing values: attributes are not read. Complexity: O(n).
    """
    return float((values.max() - values).sum()) / (len(values) - 1) if len(values) > 2 else None


def brokered(network: Network, course: Course) -> Findings:
    """Betweenness, effective size, efficiency and constraint: their means, and a table of all nodes.

    Definition: Who is between others on shortest paths, and whose neighbours do not know each other. Source: Freeman,
    1977; Brandes, 2001; Brandes and Pich, 2007; Burt, Structural Holes, 1992; Borgatti, 1997. Missing values:
    attributes are not read; nodes without neighbours have no structural holes (see coverage). Complexity: O(k (n + m)
    D) for betweenness from k sources; O(sum of squared degrees) for structural holes.
    """
    seconds = course.seconds
    between = affordable_betweenness(
        network,
        course.seed,
        None if seconds is None else FOR_BETWEENNESS * seconds,
        course.threads,
        lambda share: course.tick(FOR_BETWEENNESS * share),
    )
    nodes = sampled_nodes(network, course.seed, None if seconds is None else (1 - FOR_BETWEENNESS) * seconds)
    rest = 1 - FOR_BETWEENNESS
    holes = structural_holes(
        network, nodes, threads=course.threads, tick=lambda share: course.tick(FOR_BETWEENNESS + rest * share)
    )
    numbers = _betweenness_numbers(network, between, course)
    numbers += _holes_numbers(network, nodes, holes, course)
    return Findings(tuple(numbers), {"brokerage": _table(network, between, nodes, holes)})


def _betweenness_numbers(network: Network, between: Betweenness, course: Course) -> list[Number]:
    values, errors, sampled = between.values, between.errors, between.sampled
    top = int(values.argmax()) if len(values) else None
    about = {"sources": between.sources} | ({"bound": between.bound} if sampled else {})
    told = [
        (
            "betweenness_max",
            None if top is None else float(values[top]),
            "The share of all pairs that the best-placed node is between.",
            None if top is None else float(errors[top]),
        ),
        (
            "betweenness_mean",
            float(values.mean()) if len(values) else None,
            "The share of all pairs that a node is between, in the mean.",
            None,
        ),
        (
            "betweenness_centralization",
            centralization(values),
            "How far one node alone is between all others: 1 for a star, 0 where all are alike.",
            None,
        ),
    ]
    return [
        Number(
            name,
            value,
            words,
            about,
            method="sampled" if sampled else "exact",
            error=error if sampled else None,
            seed=course.seed if sampled else None,
            note=None if value is not None else "Not defined for so few nodes.",
        )
        for name, value, words, error in told
    ]


def _holes_numbers(network: Network, nodes: NDArray[np.int64] | None, holes: Holes, course: Course) -> list[Number]:
    degrees = network.degrees if nodes is None else network.degrees[nodes]
    told = [
        ("effective_size_mean", holes.effective_size, "Neighbours less their mean ties to each other, in the mean."),
        (
            "efficiency_mean",
            holes.effective_size / np.maximum(degrees, 1),
            "Effective size as a share of the number of neighbours, in the mean.",
        ),
        ("constraint_mean", holes.constraint, "Burt's constraint, in the mean."),
    ]
    joined = degrees > 0
    known, sampled = int(joined.sum()), nodes is not None
    left_out = 1 - len(degrees) / max(network.order, 1)
    return [
        Number(
            name,
            float(values[joined].mean()) if known else None,
            words,
            {"nodes": known, "weighted": network.weights is not None},
            method="sampled" if sampled else "exact",
            error=1.96 * float(values[joined].std(ddof=1)) * float(np.sqrt(left_out / known)) if sampled else None,
            coverage=float(joined.mean()) if len(degrees) else None,
            seed=course.seed if sampled else None,
            note=None if known else "No node has a neighbour.",
        )
        for name, values, words in told
    ]


def _table(network: Network, between: Betweenness, nodes: NDArray[np.int64] | None, holes: Holes) -> pl.DataFrame:
    """All nodes; structural holes are null where they were not computed or do not exist."""
    sizes, constraints = (_spread(network.order, nodes, values) for values in holes)
    efficiency = sizes / np.maximum(network.degrees, 1)
    return pl.DataFrame(
        {
            "node": network.ids,
            "degree": network.degrees,
            "betweenness": between.values,
            "betweenness_error": between.errors,
            "effective_size": sizes,
            "efficiency": efficiency,
            "constraint": constraints,
        }
    ).fill_nan(None)


def _spread(order: int, nodes: NDArray[np.int64] | None, values: NDArray[np.float64]) -> NDArray[np.float64]:
    if nodes is None:
        return values
    spread = np.full(order, np.nan)
    spread[nodes] = values
    return spread


MEASURE = Measure(
    name="brokerage",
    title="Bridges and brokers",
    definition="Who is between others on shortest paths, and whose neighbours do not know each other.",
    source="Freeman, 1977; Brandes, 2001; Brandes and Pich, 2007; Burt, Structural Holes, 1992; Borgatti, 1997",
    missing="Attributes are not read; nodes without neighbours have no structural holes (see coverage).",
    complexity="O(k (n + m) D) for betweenness from k sources; O(sum of squared degrees) for structural holes",
    run=brokered,
)
