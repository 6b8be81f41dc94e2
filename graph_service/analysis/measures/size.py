"""How large the network is, and how many of the ties that could be there are."""

from __future__ import annotations

from graph_service.analysis.measure import Course, Findings, Measure, Number
from graph_service.analysis.network import Network


def density(network: Network) -> float | None:
    """The share of all pairs of nodes that are joined by an edge, 0 to 1; None with fewer than two nodes.

    Definition: 2m / (n (n - 1)) for n nodes and m edges (Wasserman and Faust, Social Network Analysis, 1994, 4.1.4).
    Missing values: attributes are not read. Complexity: O(1).
    """
    if network.order < 2:
        return None
    return 2 * network.size / (network.order * (network.order - 1))


def sized(network: Network, course: Course) -> Findings:
    """Nodes, edges, density and mean degree, and the mean weight where edges have weights.

    Definition: The number of nodes and of edges, and the share of all pairs that are joined. Source: Wasserman and
    Faust, Social Network Analysis, 1994, chapter 4. Missing values: attributes are not read. Complexity: O(n + m).
    """
    course.tick(1.0)
    too_small = "Not defined with fewer than two nodes." if network.order < 2 else None
    mean_degree = 2 * network.size / network.order if network.order else None
    isolated = int((network.degrees == 0).sum())
    numbers = [
        Number("nodes", network.order, "How many nodes there are."),
        Number("edges", network.size, "How many edges there are, without loops, each pair once."),
        Number(
            "density", density(network), "The share of all pairs that are joined: 2m / (n (n - 1)).", note=too_small
        ),
        Number(
            "mean_degree",
            mean_degree,
            "How many neighbours a node has in the mean: 2m / n.",
            note=None if network.order else "Not defined without nodes.",
        ),
        Number("isolated_nodes", isolated, "How many nodes have no neighbour."),
    ]
    if network.weights is not None and network.size:
        weights = network.weights
        numbers += [
            Number("total_weight", float(weights.sum()), "The sum of the weights of all edges."),
            Number("mean_weight", float(weights.mean()), "The mean weight of an edge."),
        ]
    return Findings(tuple(numbers))


MEASURE = Measure(
    name="size",
    title="Size and density",
    definition="The number of nodes and of edges, and the share of all pairs that are joined.",
    source="Wasserman and Faust, Social Network Analysis, 1994, chapter 4",
    missing="Attributes are not read.",
    complexity="O(n + m)",
    run=sized,
)
