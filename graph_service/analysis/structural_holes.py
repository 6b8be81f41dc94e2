"""Burt's effective size and constraint, on sparse matrices: exact for all nodes or for chosen ones.

Both sum over the neighbours that two neighbours share, so that one product of matrices serves them, block by block and
read only where an edge is.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy.sparse import csr_array, diags_array

from graph_service.analysis.network import Network

if TYPE_CHECKING:
    from numpy.typing import NDArray

# A block's products are held at once: so many of them take some 300 MB.
BLOCK = 10_000_000
# Up to so many nodes the product is made of whole rows, which costs the same however many edges there are.
DENSE, DENSE_FASTER = 2_000, 20


class Holes(NamedTuple):
    """The effective size and the constraint of some nodes, in their order; NaN for those without neighbours."""

    effective_size: NDArray[np.float64]
    constraint: NDArray[np.float64]


def structural_holes(
    network: Network,
    nodes: NDArray[np.int64] | None = None,
    weighted: bool = True,
    threads: int = 1,
    tick: Callable[[float], None] = lambda share: None,
) -> Holes:
    """How many separate parts each node's neighbours make, and how far they leave it no alternative.

    Definition: effective size is the number of neighbours less their mean ties to each other, sum over j of
    (1 - sum over q of p_iq m_jq); constraint is the sum over neighbours j of (p_ij + sum over q of p_iq p_qj)², with p
    the share of i's weight that goes to j, and m the weight relative to j's largest. Source: Burt, Structural Holes,
    1992; Borgatti, Structural holes: unpacking Burt's redundancy measures, 1997. Missing values: attributes are not
    read; without weights, or unless `weighted`, all weights are 1. Complexity: O(sum of neighbours' degrees over the
    nodes), O(sum of squared degrees) for all. NetworkX: constraint, and effective_size of
    named nodes (its way for all nodes at once divides weights by the largest of the wrong neighbour in 3.6).
    """
    matrix = _weights(network, weighted)
    chosen = np.arange(network.order) if nodes is None else nodes
    sums = np.asarray(matrix.sum(axis=1)).ravel()
    joined = network.degrees > 0
    largest = np.ones(network.order)
    largest[joined] = np.maximum.reduceat(matrix.data, matrix.indptr[:-1][joined]) if joined.any() else 1.0
    # A complex product carries both sums in one pass: what goes on from the middle as a share, and as it is.
    shared_by = _without_ends(matrix, network.degrees)
    onward = diags_array(_inverse(sums) + 1j) @ shared_by
    if network.order <= DENSE:
        onward = onward.toarray()
    sizes, constraints = np.empty(len(chosen)), np.empty(len(chosen))

    def look_at(block: tuple[int, int]) -> int:
        begin, end = block
        rows = chosen[begin:end]
        own = matrix[rows]
        pattern = csr_array((np.ones_like(own.data), own.indices, own.indptr), shape=own.shape)
        shared = csr_array(pattern.multiply(shared_by[rows] @ onward))
        local = (own + shared.real).power(2)
        constraints[begin:end] = np.asarray(local.sum(axis=1)).ravel() * _inverse(sums[rows]) ** 2
        sizes[begin:end] = network.degrees[rows] - (shared.imag @ (1 / largest)) * _inverse(sums[rows])
        return end

    pool = ThreadPoolExecutor(max_workers=max(1, threads))
    try:
        for end in pool.map(look_at, _blocks(work(network)[chosen])):
            tick(end / len(chosen))
    finally:
        pool.shutdown(cancel_futures=True)
    alone = ~joined[chosen]
    sizes[alone] = constraints[alone] = np.nan
    return Holes(sizes, constraints)


def work(network: Network) -> NDArray[np.int64]:
    """How many products each node's holes take: its neighbours' neighbours, but for those of one edge; shape (n,)."""
    if network.order <= DENSE:
        return network.degrees * network.order // DENSE_FASTER
    inner = (network.degrees > 1).astype(np.int64)
    carrying = inner * np.asarray(network.adjacency @ inner, dtype=np.int64)
    return inner * np.asarray(network.adjacency @ carrying, dtype=np.int64)


def _without_ends(matrix: Any, degrees: NDArray[np.int64]) -> Any:
    """The matrix without the rows and columns of nodes of one edge: they share no neighbour with their own."""
    inner = diags_array((degrees > 1).astype(np.float64)).tocsr()
    inner.eliminate_zeros()
    return csr_array(inner @ matrix @ inner)


def _weights(network: Network, weighted: bool) -> Any:
    if network.weights is None or not weighted:
        return network.adjacency.astype(np.float64)
    ends = np.concatenate([network.edges, network.edges[:, ::-1]]).T
    shape = (network.order, network.order)
    return csr_array((np.concatenate([network.weights, network.weights]), (ends[0], ends[1])), shape=shape)


def _inverse(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    """One over each number, 0 for 0."""
    return np.divide(1.0, numbers, out=np.zeros_like(numbers), where=numbers > 0)


def _blocks(products: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Where to begin and end so that each block has some ten million products; a node alone may have more."""
    turn = np.cumsum(products) // BLOCK
    starts = [0, *(np.flatnonzero(np.diff(turn)) + 1).tolist(), len(products)]
    return [(begin, end) for begin, end in pairwise(starts) if begin < end]
