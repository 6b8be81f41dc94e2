"""The dense middle: k-cores, and a core beside its periphery."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from graph_service.analysis.accelerated import core_numbers as fast_core_numbers
from graph_service.analysis.measure import Course, Findings, Measure, Number
from graph_service.analysis.network import Network

if TYPE_CHECKING:
    from numpy.typing import NDArray


def core_numbers(network: Network, threads: int = 1) -> NDArray[np.int64]:
    """For each node the largest k such that it is in the k-core; shape (n,).

    Definition: the k-core is the largest part in which everybody has at least k neighbours of that part (Seidman,
    Social Networks 5, 1983). Missing values: attributes are not read. Complexity: O(n + m).
    """
    if not network.size:
        return np.zeros(network.order, dtype=np.int64)
    return fast_core_numbers(network.fast, threads)


class CorePeriphery(NamedTuple):
    """A core: which nodes are in it, and how dense its inside, its ties to the others, and the others are."""

    core: NDArray[np.bool_]
    inside: float | None
    between: float | None
    outside: float | None


def core_periphery(network: Network) -> CorePeriphery | None:
    """The core with which the network is nearest to a full core and a periphery without ties; None without edges.

    Definition: the core that makes the fewest pairs wrong, where a pair inside that is not joined is wrong and a pair
    outside that is. The nodes of the largest degrees are such a core: exact (Lip, A fast algorithm for the discrete
    core/periphery bipartitioning problem, 2011; the model is Borgatti and Everett's, Social Networks 21, 1999). The
    smallest such core is taken, nodes of one degree in their order. Missing values: attributes are not read.
    Complexity: O(m + n log n).
    """
    if not network.size:
        return None
    order, degrees = network.order, network.degrees
    ranked = np.argsort(-degrees, kind="stable")
    sizes = np.arange(order + 1)
    wrong = network.size + sizes * (sizes - 1) // 2 - np.concatenate([[0], degrees[ranked].cumsum()])
    size = int(np.argmin(wrong))
    core = np.zeros(order, dtype=bool)
    core[ranked[:size]] = True
    ends = core[network.edges].sum(axis=1)
    rest = order - size
    return CorePeriphery(
        core,
        _share(int((ends == 2).sum()), size * (size - 1) // 2),
        _share(int((ends == 1).sum()), size * rest),
        _share(int((ends == 0).sum()), rest * (rest - 1) // 2),
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def cored(network: Network, course: Course) -> Findings:
    """The degeneracy and the innermost core, how many nodes and edges each core has, and the core of each node.

    Definition: Ever denser parts of the network, one within the other, and the core that stands out from the rest.
    Source: Seidman, Social Networks 5, 1983; Borgatti and Everett, Social Networks 21, 1999; Lip, 2011. Missing values:
    attributes are not read. Complexity: O(m + n log n).
    """
    cores = core_numbers(network, course.threads)
    course.tick(0.7)
    deepest = int(cores.max(initial=0))
    found = core_periphery(network)
    no_edges = None if found else "Not defined without edges."
    empty = "There is no such pair."
    numbers = [
        Number("degeneracy", deepest, "The largest k for which there is a k-core."),
        Number("innermost_core", int((cores == deepest).sum()), "How many nodes are in the innermost core."),
        Number(
            "core_size",
            int(found.core.sum()) if found else None,
            "How many nodes are in the core that fits a full core and an empty periphery best.",
            note=no_edges,
        ),
    ]
    shares = (found.inside, found.between, found.outside) if found else (None, None, None)
    says = ("of pairs within that core", "of pairs of core and periphery", "of pairs within the periphery")
    for name, value, which in zip(
        ("core_density", "core_to_periphery", "periphery_density"), shares, says, strict=True
    ):
        note = no_edges or (empty if value is None else None)
        numbers.append(Number(name, value, f"The share {which} that are joined.", note=note))
    nodes = pl.DataFrame(
        {"node": network.ids, "core_number": cores, "in_core": found.core if found else np.zeros(network.order, bool)}
    )
    return Findings(tuple(numbers), {"cores": _shells(network, cores), "nodes_cores": nodes})


def _shells(network: Network, cores: NDArray[np.int64]) -> pl.DataFrame:
    """For each core number its nodes, and the nodes, edges and density of the core of at least that number."""
    shells = np.bincount(cores)
    edges = np.bincount(cores[network.edges].min(axis=1), minlength=len(shells)) if network.size else shells * 0
    nodes_within, edges_within = shells[::-1].cumsum()[::-1], edges[::-1].cumsum()[::-1]
    pairs = np.maximum(nodes_within * (nodes_within - 1) // 2, 1)
    table = pl.DataFrame(
        {
            "core_number": np.arange(len(shells)),
            "nodes": shells,
            "nodes_within": nodes_within,
            "edges_within": edges_within,
            "density_within": edges_within / pairs,
        }
    )
    return table.filter(pl.col("nodes") > 0)


MEASURE = Measure(
    name="cores",
    title="Cores and periphery",
    definition="Ever denser parts of the network, one within the other, and the core that stands out from the rest.",
    source="Seidman, Social Networks 5, 1983; Borgatti and Everett, Social Networks 21, 1999; Lip, 2011",
    missing="Attributes are not read.",
    complexity="O(m + n log n)",
    run=cored,
)
