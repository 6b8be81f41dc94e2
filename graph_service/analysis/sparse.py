# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""Edges by sums of many small parts: SciPy's sparse matrices behind two functions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_array, triu

if TYPE_CHECKING:
    from numpy.typing import NDArray


def shared_places(
    people: NDArray[np.int64], places: NDArray[np.int64], worth: NDArray[np.float64], count: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The pairs of people who are in the same places, in ascending order, and the sum of what those places are worth.

    Row i says that a person, one of `count`, is in a place, and what the place is worth; no row comes twice. Takes
    O(sum of the squares of the places' sizes) time.

    >>> one = np.array([0, 1, 1, 2])
    >>> edges, weights = shared_places(one, np.array([0, 0, 1, 1]), np.array([1.0, 1.0, 0.5, 0.5]), 3)
    >>> edges.tolist(), weights.tolist()
    ([[0, 1], [1, 2]], [1.0, 0.5])
    """
    shape = (count, int(places.max(initial=-1)) + 1)
    there = csr_array((np.ones(len(people)), (people, places)), shape=shape)
    valued = csr_array((worth, (people, places)), shape=shape)
    return _above_the_diagonal(there @ valued.T)


def added_up(
    ends: NDArray[np.int64], worth: NDArray[np.float64], count: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Each pair of different ends once, whichever came first, in ascending order, and the sum of its parts' worth.

    >>> edges, weights = added_up(np.array([[1, 0], [0, 1], [2, 2]]), np.array([1.0, 2.0, 4.0]), 3)
    >>> edges.tolist(), weights.tolist()
    ([[0, 1]], [3.0])
    """
    low, high = np.sort(ends, axis=1).T
    return _above_the_diagonal(csr_array((worth, (low, high)), shape=(count, count)))


def _above_the_diagonal(matrix: Any) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    upper = csr_array(triu(matrix, k=1))
    upper.sum_duplicates()
    upper.eliminate_zeros()
    coordinates = upper.tocoo()
    return np.column_stack([coordinates.row, coordinates.col]).astype(np.int64), coordinates.data.astype(np.float64)
