"""Betweenness, exact or from sampled sources: Brandes' algorithm for a block of sources at once, on sparse matrices.

One product of the adjacency matrix with a thin dense matrix carries the path counts of a whole block one step further,
which is several times as fast as source by source, and gives the same numbers however many threads share the blocks.
Networks with very long paths, in which a step carries next to nothing, are NetworKit's, source by source.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownLambdaType=false

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from graph_service.analysis.accelerated import networkit_threads
from graph_service.analysis.network import Network
from graph_service.analysis.nulls import generator
from graph_service.analysis.scientific import component_labels

if TYPE_CHECKING:
    from numpy.typing import NDArray

LARGE = 200_000
UNSEEN = -1
SEED = 12
FEWEST = 16
# Below this share of nodes that carry anything, their own rows alone are multiplied.
FEW = 0.05
# A search from the best connected node of a component that goes further than this makes a network deep.
DEEP = 30
BATCHES = 10
# Student's t for a 95 % interval from so many batches.
STUDENT = 2.262
# On one thread, for one source: edges a second, and nodes a second for each step; less where caches are too small.
EDGES_A_SECOND, NODES_A_SECOND = 200_000_000, 100_000_000
EDGES_A_SECOND_LARGE, NODES_A_SECOND_LARGE = 20_000_000, 20_000_000
DEEP_A_SECOND = 5_000_000


class Betweenness(NamedTuple):
    """The betweenness of each node as a share of all pairs, from so many sources; `errors` is 0 where it is exact.

    `errors` (n,) is the half-width of a 95 % interval of each node's value, by the normal approximation; `bound` is an
    additive error that no node's value exceeds with probability 0.95 (Hoeffding's inequality and the union bound).
    """

    values: NDArray[np.float64]
    errors: NDArray[np.float64]
    bound: float
    sources: int

    @property
    def sampled(self) -> bool:
        """Whether not every node was a source."""
        return self.sources < len(self.values)


def affordable_betweenness(
    network: Network,
    seed: int,
    seconds: float | None,
    threads: int = 1,
    tick: Callable[[float], None] = lambda share: None,
) -> Betweenness:
    """Betweenness from all nodes, or from as many as fit into so many seconds, at least 16; see `betweenness`.

    The estimate of work is m / 200 million + steps n / 100 million seconds a source (a tenth and a fifth as many
    beyond 200,000 nodes); in deep networks, where a search from the best connected nodes takes more than 30 steps,
    (n + m) / 5 million. It reads no clock, so that a seed always draws the same sources.
    """
    steps = depth(network)
    count = network.order if seconds is None else max(FEWEST, int(seconds / _seconds_a_source(network, steps)))
    every = count >= network.order
    if steps > DEEP:
        return _deep(network, None if every else count, seed, tick)
    drawn = None if every else np.sort(generator(seed, SEED).choice(network.order, size=count, replace=False))
    return betweenness(network, drawn, threads, tick)


def betweenness(
    network: Network,
    sources: NDArray[np.int64] | None = None,
    threads: int = 1,
    tick: Callable[[float], None] = lambda share: None,
) -> Betweenness:
    """The share of all pairs of other nodes that each node is between, 0 to 1, from all nodes or the given sources.

    Definition: the mean over pairs of the share of their shortest paths that lead through the node, on unweighted
    edges; from k sources drawn without repetition, each node's mean dependency, which is unbiased. Source: Freeman,
    1977; Brandes, A faster algorithm for betweenness centrality, 2001; Brandes and Pich, Centrality estimation in large
    networks, 2007. Missing values: attributes are not read. Complexity: O(k (n + m) D) with the largest distance D.
    NetworkX: betweenness_centrality, and betweenness_centrality_subset for sources.
    """
    chosen = np.arange(network.order) if sources is None else sources
    count, width = len(chosen), 16 if network.order > LARGE else 32
    total, squares = np.zeros(network.order), np.zeros(network.order)
    if network.order < 3 or not network.size:
        return Betweenness(total, squares, 0.0, count)
    matrix: Any = network.adjacency.astype(np.float64)
    blocks = [chosen[at : at + width] for at in range(0, count, width)]
    pool = ThreadPoolExecutor(max_workers=max(1, threads))
    try:
        for done, (sums, sums_of_squares) in enumerate(pool.map(lambda block: _block(matrix, block), blocks), 1):
            total += sums
            squares += sums_of_squares
            tick(done / len(blocks))
    finally:
        pool.shutdown(cancel_futures=True)
    scale = network.order / ((network.order - 1) * (network.order - 2))
    values = np.minimum(total / count * scale, 1.0)
    return Betweenness(values, *_errors(total, squares, count, network.order, scale), count)


def depth(network: Network) -> int:
    """How many steps a search takes from the best connected node of every component at once, at most 31.

    The largest distance is between this and twice as much. Complexity: O(n + m) a step.
    """
    if not network.size:
        return 0
    first, second = network.edges[:, 0], network.edges[:, 1]
    by_degree = np.argsort(-network.degrees, kind="stable")
    starts = np.unique(component_labels(network.order, network.edges)[by_degree], return_index=True)[1]
    reached = np.zeros(network.order, dtype=np.bool_)
    reached[by_degree[starts]] = True
    for step in range(DEEP + 1):
        onward, back = reached[first], reached[second]
        if (onward == back).all():
            return step
        reached[second[onward]] = True
        reached[first[back]] = True
    return DEEP + 1


def _seconds_a_source(network: Network, steps: int) -> float:
    """The estimate of work for one source; never 0."""
    if steps > DEEP:
        return (network.order + network.size) / DEEP_A_SECOND
    edges, nodes = EDGES_A_SECOND, NODES_A_SECOND
    if network.order > LARGE:
        edges, nodes = EDGES_A_SECOND_LARGE, NODES_A_SECOND_LARGE
    return max(network.size, 1) / edges + 1.5 * steps * network.order / nodes


def _deep(
    network: Network, count: int | None, seed: int, tick: Callable[[float], None] = lambda share: None
) -> Betweenness:
    """Betweenness by NetworKit, from all nodes or from sources drawn with repetition, in ten batches."""
    pairs = (network.order - 1) * (network.order - 2)
    with networkit_threads(1, seed=int(generator(seed, SEED).integers(1, 2**31))) as library:
        if count is None:
            values = np.asarray(library.centrality.Betweenness(network.fast).run().scores()) / pairs
            return Betweenness(values, np.zeros(network.order), 0.0, network.order)
        each = -(-count // BATCHES)
        total, squares = np.zeros(network.order), np.zeros(network.order)
        for batch in range(BATCHES):
            run = library.centrality.EstimateBetweenness(network.fast, each, False, False).run()
            values = np.asarray(run.scores()) / pairs
            total += values
            squares += values**2
            tick((batch + 1) / BATCHES)
    variance = np.maximum(squares - total**2 / BATCHES, 0.0) / (BATCHES - 1)
    bound = _bound(each * BATCHES, network.order)
    values = np.minimum(total / BATCHES, 1.0)
    return Betweenness(values, STUDENT * np.sqrt(variance / BATCHES), bound, each * BATCHES)


def _bound(count: int, order: int) -> float:
    """The additive error that no node exceeds with probability 0.95, from so many sources."""
    return min(float(np.sqrt(np.log(2 * order / 0.05) / (2 * count))) * order / (order - 1), 1.0)


def _errors(
    total: NDArray[np.float64], squares: NDArray[np.float64], count: int, order: int, scale: float
) -> tuple[NDArray[np.float64], float]:
    """The half-widths of each node's interval, and the bound for all of them."""
    if count >= order:
        return np.zeros(order), 0.0
    variance = np.maximum(squares - total**2 / count, 0.0) / max(count - 1, 1)
    left_out = 1 - count / order
    return 1.96 * scale * np.sqrt(variance / count * left_out), _bound(count, order)


def _block(matrix: Any, sources: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The sum over these sources, and the sum of squares, of how much each node is on the paths from a source."""
    paths, distances, farthest = _paths_from(matrix, sources)
    dependencies = np.zeros_like(paths)
    shares = np.zeros_like(paths)
    for distance in range(farthest, 1, -1):
        shares.fill(0)
        np.divide(1 + dependencies, paths, out=shares, where=distances == distance)
        np.multiply(paths, _carried(matrix, shares), out=dependencies, where=distances == distance - 1)
    return dependencies.sum(axis=1), np.einsum("ij,ij->i", dependencies, dependencies)


def _paths_from(matrix: Any, sources: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.int32], int]:
    """How many shortest paths lead from each source (columns) to each node (rows), how long they are, the longest."""
    columns = np.arange(len(sources))
    distances = np.full((matrix.shape[0], len(sources)), UNSEEN, dtype=np.int32)
    distances[sources, columns] = 0
    frontier = np.ascontiguousarray(matrix[sources].toarray().T)
    paths = np.zeros_like(frontier)
    paths[sources, columns] = 1
    farthest = 0
    while True:
        frontier *= distances == UNSEEN
        new = frontier > 0
        if not new.any():
            return paths, distances, farthest
        farthest += 1
        distances[new] = farthest
        paths += frontier
        if (distances != UNSEEN).all():
            return paths, distances, farthest
        frontier = _carried(matrix, frontier)


def _carried(matrix: Any, thin: NDArray[np.float64]) -> NDArray[np.float64]:
    """The product of the symmetric matrix with a thin one, from the rows of those that carry something when few do."""
    active = np.flatnonzero(thin.any(axis=1))
    if len(active) > FEW * len(thin):
        return matrix @ thin
    return matrix[active].T @ thin[active]
