"""Chance that repeats itself: every draw of the generator comes from here, a separate stream for each topic.

Only uniform numbers are taken from numpy, and everything else is made from them by sums and look-ups, so that a school
is the same on every machine, and a change in one topic leaves the others as they were.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class Chance:
    """A stream of random draws that depends on the seed and the topic alone."""

    def __init__(self, seed: int, topic: str) -> None:
        self._generator = np.random.Generator(np.random.PCG64([seed, crc32(topic.encode())]))

    def unit(self, count: int) -> Floats:
        """`count` numbers from 0 up to and without 1."""
        return self._generator.random(count)

    def happens(self, count: int, probability: float | Floats) -> Bools:
        """`count` times yes or no."""
        return self.unit(count) < probability

    def below(self, count: int, limit: int | Ints) -> Ints:
        """`count` whole numbers from 0 up to and without `limit`, which may be one for each."""
        return (self.unit(count) * limit).astype(np.int64)

    def between(self, count: int, low: int | Ints, high: int | Ints) -> Ints:
        """`count` whole numbers from `low` to `high`, both included; `low` where `high` is less."""
        return low + self.below(count, np.maximum(np.asarray(high) - low + 1, 1))

    def among(self, weights: Sequence[float] | Floats, count: int) -> Ints:
        """`count` positions in `weights`, each as likely as its weight."""
        return weighted(np.cumsum(np.asarray(weights, dtype=np.float64)), self.unit(count))

    def order(self, count: int) -> Ints:
        """The numbers from 0 up to and without `count`, shuffled."""
        return np.argsort(self.unit(count), kind="stable")


def numbers(column: Ints) -> list[int]:
    """A column as a list of Python's own numbers."""
    return cast(list[int], column.tolist())


def weighted(cumulative: Floats, unit: Floats) -> Ints:
    """The positions that numbers between 0 and 1 hit when each position is as wide as its weight.

    >>> weighted(np.array([1.0, 1.0, 3.0]), np.array([0.0, 0.5, 0.99])).tolist()
    [0, 2, 2]
    """
    aims: Floats = unit * cumulative[-1]
    hit: Ints = np.searchsorted(cumulative, aims, side="right")
    return np.minimum(hit, len(cumulative) - 1)


def weighted_within(cumulative: Floats, low: Ints, high: Ints, unit: Floats) -> Ints:
    """Like `weighted`, but each number picks among the positions from its `low` up to and without its `high`.

    >>> weighted_within(np.array([1.0, 2.0, 5.0]), np.array([1]), np.array([3]), np.array([0.5])).tolist()
    [2]
    """
    before = np.where(low > 0, cumulative[np.maximum(low - 1, 0)], 0.0)
    hit: Ints = np.searchsorted(cumulative, before + unit * (cumulative[high - 1] - before), side="right")
    return np.clip(hit, low, high - 1)


def places_in_groups(sizes: Ints) -> Ints:
    """The position of each member in its group, when the groups follow each other.

    >>> places_in_groups(np.array([2, 0, 3])).tolist()
    [0, 1, 0, 1, 2]
    """
    starts = np.cumsum(sizes) - sizes
    return np.arange(int(sizes.sum()), dtype=np.int64) - np.repeat(starts, sizes)
