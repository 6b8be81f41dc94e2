"""Whether neighbours of one node are neighbours of each other: triangles, transitivity, clustering."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from graph_service.analysis.accelerated import triangle_counts
from graph_service.analysis.measure import Course, Findings, Measure, Number
from graph_service.analysis.network import Network

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Triangles(NamedTuple):
    """For each node, how many triangles it is in, and how many pairs of neighbours it has; shape (n,)."""

    closed: NDArray[np.int64]
    pairs: NDArray[np.int64]

    @property
    def transitivity(self) -> float | None:
        """The share of all paths of two steps that are closed by a third; None when there are none."""
        pairs = int(self.pairs.sum())
        return int(self.closed.sum()) / pairs if pairs else None

    @property
    def clustering(self) -> NDArray[np.float64]:
        """For each node, the share of the pairs of its neighbours that are joined; 0 with fewer than two neighbours."""
        return self.closed / np.maximum(self.pairs, 1)


def triangles(network: Network, threads: int = 1) -> Triangles:
    """The triangles and the pairs of neighbours of each node.

    Definition: three nodes that are all joined; d (d - 1) / 2 pairs for the degree d (Watts and Strogatz, Nature 393,
    1998). Missing values: attributes are not read. Complexity: O(m^1.5).
    """
    degrees = network.degrees
    pairs = degrees * (degrees - 1) // 2
    if not network.size:
        return Triangles(np.zeros_like(pairs), pairs)
    return Triangles(triangle_counts(network.fast, pairs, threads), pairs)


def clustered(network: Network, course: Course) -> Findings:
    """Triangles, transitivity and the mean clustering, and the clustering by degree and of each node.

    Definition: How often two neighbours of a node are neighbours of each other; weights are not read. Source: Watts and
    Strogatz, Nature 393, 1998; Newman, Watts and Strogatz, PNAS 99, 2002 (transitivity). Missing values: attributes are
    not read. Complexity: O(m^1.5).
    """
    found = triangles(network, course.threads)
    course.tick(1.0)
    each, joined = found.clustering, found.pairs > 0
    no_nodes = None if network.order else "Not defined without nodes."
    no_pairs = None if joined.any() else "No node has two neighbours."
    numbers = (
        Number("triangles", int(found.closed.sum()) // 3, "How many triangles there are (networkx.triangles / 3)."),
        Number(
            "transitivity",
            found.transitivity,
            "The share of all paths of two steps whose ends are joined (networkx.transitivity).",
            note=no_pairs,
        ),
        Number(
            "average_clustering",
            float(each.mean()) if network.order else None,
            "The mean over all nodes of the share of the pairs of neighbours that are joined, 0 for nodes with fewer "
            "than two neighbours (networkx.average_clustering).",
            note=no_nodes,
        ),
        Number(
            "average_clustering_of_joined",
            float(each[joined].mean()) if joined.any() else None,
            "The same mean over the nodes with at least two neighbours alone.",
            coverage=float(joined.mean()) if network.order else None,
            note=no_pairs,
        ),
    )
    nodes = pl.DataFrame(
        {"node": network.ids, "degree": network.degrees, "triangles": found.closed, "clustering": each}
    )
    return Findings(numbers, {"clustering_by_degree": _by_degree(network, each), "nodes_clustering": nodes})


def _by_degree(network: Network, each: NDArray[np.float64]) -> pl.DataFrame:
    """The mean clustering of the nodes of each degree from 2 on."""
    nodes = np.bincount(network.degrees, minlength=3)
    sums = np.bincount(network.degrees, weights=each, minlength=3)
    present = np.flatnonzero(nodes)
    present = present[present > 1]
    return pl.DataFrame({"degree": present, "nodes": nodes[present], "mean_clustering": sums[present] / nodes[present]})


MEASURE = Measure(
    name="clustering",
    title="Clustering",
    definition="How often two neighbours of a node are neighbours of each other; weights are not read.",
    source="Watts and Strogatz, Nature 393, 1998; Newman, Watts and Strogatz, PNAS 99, 2002 (transitivity)",
    missing="Attributes are not read.",
    complexity="O(m^1.5)",
    run=clustered,
)
