"""What is used of SciPy, with types: its own are not known to the type checker."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np
from scipy.sparse import csr_array

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Neighbours(NamedTuple):
    """Neighbours of node v: `ends[begins[v]:begins[v + 1]]`, in ascending order."""

    begins: NDArray[np.int64]
    ends: NDArray[np.int32]


def neighbours(adjacency: csr_array) -> Neighbours:
    """The lists of neighbours of an adjacency matrix."""
    return Neighbours(np.asarray(adjacency.indptr, dtype=np.int64), np.asarray(adjacency.indices, dtype=np.int32))


def component_labels(order: int, edges: NDArray[np.int64]) -> NDArray[np.int64]:
    """The number of the connected component of each node, shape (n,), in no particular order."""
    from scipy.sparse.csgraph import connected_components

    ones = np.ones(len(edges), dtype=np.int8)
    matrix = csr_array((ones, (edges[:, 0].astype(np.int32), edges[:, 1].astype(np.int32))), shape=(order, order))
    return cast("NDArray[np.int64]", connected_components(matrix, directed=False)[1].astype(np.int64))


def spanning_forest(order: int, edges: NDArray[np.int64], lengths: NDArray[np.float64]) -> NDArray[np.int64]:
    """The ends of the edges of a spanning forest of the least total length (all above 0); shape (k, 2)."""
    from scipy.sparse.csgraph import minimum_spanning_tree

    matrix = csr_array((lengths, (edges[:, 0].astype(np.int32), edges[:, 1].astype(np.int32))), shape=(order, order))
    forest = minimum_spanning_tree(matrix).tocoo()
    return np.stack([forest.row, forest.col], axis=1).astype(np.int64)


def hurwitz_zeta(exponent: float | NDArray[np.float64], start: float | NDArray[np.int64]) -> NDArray[np.float64]:
    """Hurwitz' zeta function, the sum of (start + i)^-exponent over all i from 0, for an exponent above 1."""
    from scipy.special import zeta

    return np.asarray(zeta(exponent, start), dtype=np.float64)


def log_normal_cdf(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The logarithm of the standard normal distribution function."""
    from scipy.special import log_ndtr

    return np.asarray(log_ndtr(values), dtype=np.float64)


def lowest(loss: Callable[[NDArray[np.float64]], float], start: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where a smooth loss of a few parameters is smallest, by the method of Nelder and Mead."""
    from scipy.optimize import minimize

    options = {"maxiter": 2_000, "xatol": 1e-8, "fatol": 1e-8}
    return np.asarray(minimize(loss, start, method="Nelder-Mead", options=options).x, dtype=np.float64)
