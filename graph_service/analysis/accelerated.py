"""NetworKit, which carries the heavy measures of large networks: the only module that sets it up.

NetworKit's types are not known to the type checker, so what comes out of here is Any or a NumPy array.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportMissingTypeStubs=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def networkit_graph(order: int, edges: NDArray[np.int64]) -> Any:
    """An undirected, unweighted `networkit.Graph` of so many nodes with these edges, neighbours in ascending order."""
    import networkit

    if not len(edges):
        return networkit.Graph(order)
    first = np.ascontiguousarray(edges[:, 0], dtype=np.uint64)
    second = np.ascontiguousarray(edges[:, 1], dtype=np.uint64)
    return networkit.GraphFromCoo((first, second), n=order)


def triangle_counts(graph: Any, pairs: NDArray[np.int64], threads: int = 1) -> NDArray[np.int64]:
    """In how many triangles each node is, shape (n,), given how many pairs of neighbours each has."""
    with networkit_threads(threads) as networkit:
        shares = networkit.centrality.LocalClusteringCoefficient(graph, True).run().scores()
    # The library tells the share of pairs that are joined: the count is the whole number nearest to what it stands for.
    return np.rint(np.asarray(shares) * pairs).astype(np.int64)


def core_numbers(graph: Any, threads: int = 1) -> NDArray[np.int64]:
    """The core number of each node, shape (n,)."""
    with networkit_threads(threads) as networkit:
        return np.asarray(networkit.centrality.CoreDecomposition(graph).run().scores(), dtype=np.int64)


@contextmanager
def networkit_threads(threads: int, seed: int | None = None) -> Generator[Any]:
    """The library for a block: with so many threads, and seeded when its answer depends on chance.

    Use one thread wherever the answer depends on how many there are.
    """
    import networkit

    before = networkit.getMaxNumberOfThreads()
    networkit.setNumberOfThreads(threads)
    if seed is not None:
        networkit.engineering.setSeed(seed, True)
    try:
        yield networkit
    finally:
        networkit.setNumberOfThreads(before)
