"""What hangs together: the connected components, and the largest one as a network of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from graph_service.analysis.measure import Course, Findings, Measure, Number
from graph_service.analysis.network import Network
from graph_service.analysis.scientific import component_labels

if TYPE_CHECKING:
    from numpy.typing import NDArray


def components(network: Network) -> NDArray[np.int64]:
    """The component of each node, shape (n,): 0 is the largest, equally large ones in the order of their first nodes.

    Definition: two nodes are in one component when a path leads from one to the other (Harary, Graph Theory, 1969).
    Missing values: attributes are not read. Complexity: O(n + m).
    """
    if not network.order:
        return np.zeros(0, dtype=np.int64)
    labels = component_labels(network.order, network.edges)
    sizes = np.bincount(labels)
    count = len(sizes)
    first = np.full(count, network.order, dtype=np.int64)
    np.minimum.at(first, labels, np.arange(network.order))
    rank = np.empty(count, dtype=np.int64)
    rank[np.lexsort((first, -sizes))] = np.arange(count)
    return rank[labels]


def largest_component(network: Network) -> Network:
    """The network of the largest component alone; of equally large ones, that of the earliest node.

    The convention of published tables: the largest component first, then missing values dropped for each attribute.
    """
    return network.part(components(network) == 0)


def hanging_together(network: Network, course: Course) -> Findings:
    """The number of components, the share of the largest, and how many there are of each size.

    Definition: Parts within which everybody can reach everybody, and between which nobody can. Source: Harary, Graph
    Theory, 1969, chapter 2. Missing values: attributes are not read. Complexity: O(n + m).
    """
    found = components(network)
    sizes = np.bincount(found)
    course.tick(1.0)
    note = None if network.order else "Not defined without nodes."
    largest = int(sizes[0]) if len(sizes) else 0
    second = int(sizes[1]) if len(sizes) > 1 else 0
    numbers = (
        Number("components", len(sizes), "How many connected components there are."),
        Number("largest_component", largest, "How many nodes the largest component has."),
        Number(
            "largest_component_share",
            largest / network.order if network.order else None,
            "The share of the nodes that are in the largest component.",
            note=note,
        ),
        Number("second_component", second, "How many nodes the second component has, 0 when there is none."),
    )
    size, count = np.unique(sizes, return_counts=True)
    table = pl.DataFrame({"size": size.astype(np.int64), "components": count.astype(np.int64)})
    return Findings(numbers, {"component_sizes": table})


MEASURE = Measure(
    name="components",
    title="Components",
    definition="Parts within which everybody can reach everybody, and between which nobody can.",
    source="Harary, Graph Theory, 1969, chapter 2",
    missing="Attributes are not read.",
    complexity="O(n + m)",
    run=hanging_together,
)
