"""Partitions of nodes into groups: how good one is, and how far two agree. Exact."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def modularity(
    groups: NDArray[np.int64], edges: NDArray[np.int64], weights: NDArray[np.float64] | None = None
) -> float | None:
    """The share of edges inside groups, less what chance would put there given the degrees; None without edges.

    `groups` (n,) numbers each node's group from 0. Definition: sum over groups of L / m - (d / 2m)², with L the edges
    inside, d the sum of degrees, m all edges; of weights where edges have them. Source: Newman and Girvan, Finding and
    evaluating community structure in networks, 2004. Complexity: O(n + m).

    >>> round(modularity(np.array([0, 0, 1, 1]), np.array([[0, 1], [1, 2], [2, 3]])), 4)
    0.1667
    """
    if not len(edges):
        return None
    first, second = groups[edges[:, 0]], groups[edges[:, 1]]
    one = np.ones(len(edges)) if weights is None else weights
    count = int(groups.max()) + 1
    ends = np.bincount(first, weights=one, minlength=count) + np.bincount(second, weights=one, minlength=count)
    total = float(one.sum())
    return float(one[first == second].sum()) / total - float(((ends / (2 * total)) ** 2).sum())


def adjusted_rand(one: NDArray[np.int64], other: NDArray[np.int64]) -> float | None:
    """How far two partitions of the same nodes agree on pairs: 1 entirely, 0 as chance would; None without nodes.

    Definition: (index - expected index) / (maximum index - expected index) for the number of pairs that are together
    in both. Source: Hubert and Arabie, Comparing partitions, 1985. Complexity: O(n log n).

    >>> adjusted_rand(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 2]))
    0.5714285714285715
    """
    if not len(one):
        return None
    both, first, second = (_pairs(counts) for counts in _contingency(one, other))
    expected = first * second / max(_pairs(np.array([len(one)])), 1.0)
    most = (first + second) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)


def normalised_mutual_information(one: NDArray[np.int64], other: NDArray[np.int64]) -> float | None:
    """How much one partition tells about the other, 0 to 1; None without nodes.

    Definition: 2 I(A; B) / (H(A) + H(B)), 1 for two partitions of one group each. Source: Danon, Díaz-Guilera, Duch and
    Arenas, Comparing community structure identification, 2005. Complexity: O(n log n).

    >>> normalised_mutual_information(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]))
    0.0
    """
    if not len(one):
        return None
    both, first, second = (_entropy(counts) for counts in _contingency(one, other))
    if first + second == 0:
        return 1.0
    return min(max(2 * (first + second - both) / (first + second), 0.0), 1.0)


def by_size(groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """The same partition with its groups numbered from 0 by size, the largest first, ties by their first node.

    >>> by_size(np.array([7, 3, 3, 9])).tolist()
    [1, 0, 0, 2]
    """
    _, starts, codes, sizes = np.unique(groups, return_index=True, return_inverse=True, return_counts=True)
    ranks = np.empty(len(sizes), dtype=np.int64)
    ranks[np.lexsort((starts, -sizes))] = np.arange(len(sizes))
    return ranks[codes]


def _contingency(one: NDArray[np.int64], other: NDArray[np.int64]) -> tuple[NDArray[np.int64], ...]:
    """How many nodes there are in each pair of groups, in each group of one, and in each group of the other."""
    _, first, first_sizes = np.unique(one, return_inverse=True, return_counts=True)
    _, second, second_sizes = np.unique(other, return_inverse=True, return_counts=True)
    both = np.unique(first * len(second_sizes) + second, return_counts=True)[1]
    return both, first_sizes, second_sizes


def _pairs(counts: NDArray[np.int64]) -> float:
    return float((counts * (counts - 1) // 2).sum())


def _entropy(counts: NDArray[np.int64]) -> float:
    shares = counts / counts.sum()
    return abs(float(-(shares * np.log(shares)).sum()))
