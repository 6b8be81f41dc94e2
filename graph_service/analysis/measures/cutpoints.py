"""Cut points and bridges: whose leaving, or which tie's ending, takes part of the network off the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from graph_service.analysis.accelerated import networkit_threads
from graph_service.analysis.measure import Course, Findings, Measure, Number
from graph_service.analysis.network import Network

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Cuts(NamedTuple):
    """`points` (k,): articulation points in ascending order. `bridges` (b, 2): edges in the order of the network's."""

    points: NDArray[np.int64]
    bridges: NDArray[np.int64]


def cuts(network: Network) -> Cuts:
    """The articulation points and the bridges: nodes and edges without which a component falls apart.

    Definition: a node in more than one biconnected component; an edge that is such a component by itself. Source:
    Tarjan, Depth-first search and linear graph algorithms, 1972; Hopcroft and Tarjan, 1973. Missing values: attributes
    are not read. Complexity: O(n + m). NetworkX: articulation_points, bridges.
    """
    if not network.size:
        return Cuts(np.zeros(0, dtype=np.int64), np.zeros((0, 2), dtype=np.int64))
    with networkit_threads(1) as library:
        components: list[list[int]] = library.components.BiconnectedComponents(network.fast).run().getComponents()
    members = np.fromiter((node for one in components for node in one), dtype=np.int64)
    points = np.flatnonzero(np.bincount(members, minlength=network.order) > 1)
    pairs = np.array([sorted(one) for one in components if len(one) == 2], dtype=np.int64).reshape(-1, 2)
    return Cuts(points, pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))])


def cut(network: Network, course: Course) -> Findings:
    """How many cut points and bridges there are, and which they are.

    Definition: Nodes and edges without which part of the network is cut off from the rest. Source: Tarjan, Depth-first
    search and linear graph algorithms, 1972; Hopcroft and Tarjan, 1973. Missing values: attributes are not read.
    Complexity: O(n + m).
    """
    found = cuts(network)
    course.tick(1.0)
    names = np.array(network.ids, dtype=object)
    numbers = (
        Number("articulation_points", len(found.points), "Nodes without which their component falls apart."),
        Number(
            "articulation_points_share",
            len(found.points) / network.order if network.order else None,
            "The share of all nodes that are articulation points.",
            note=None if network.order else "There is no node.",
        ),
        Number("bridges", len(found.bridges), "Edges without which their component falls apart."),
        Number(
            "bridges_share",
            len(found.bridges) / network.size if network.size else None,
            "The share of all edges that are bridges.",
            note=None if network.size else "There is no edge.",
        ),
    )
    ends = {"node": found.bridges[:, 0], "other": found.bridges[:, 1]}
    tables = {
        "articulation_points": pl.DataFrame(
            {
                "node": pl.Series(names[found.points].tolist(), dtype=pl.String),
                "degree": network.degrees[found.points],
            }
        ),
        "bridges": pl.DataFrame(
            {name: pl.Series(names[places].tolist(), dtype=pl.String) for name, places in ends.items()}
        ),
    }
    return Findings(numbers, tables)


MEASURE = Measure(
    name="cut_points",
    title="Cut points and bridges",
    definition="Nodes and edges without which part of the network is cut off from the rest.",
    source="Tarjan, Depth-first search and linear graph algorithms, 1972; Hopcroft and Tarjan, 1973",
    missing="Attributes are not read.",
    complexity="O(n + m)",
    run=cut,
)
