"""Null models: what a network with the same degrees looks like when nothing but chance joins its nodes.

Two of them. `configuration_model` joins the ends of edges at random, so loops and parallel edges occur; sums over its
edges have a mean and a variance in closed form (`like_pairs`, `paired_products`), exact and free of sampling.
`rewired` keeps the network simple and every degree as it is; it is sampled by a chain of swaps.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LAZY = 1 / 16


class Expectation(NamedTuple):
    """The mean and the standard deviation of a number under a null model."""

    mean: float
    deviation: float

    def z_score(self, observed: float) -> float | None:
        """How many standard deviations above the mean the observed value is; None where nothing can vary.

        >>> Expectation(10.0, 2.0).z_score(15.0)
        2.5
        """
        return (observed - self.mean) / self.deviation if self.deviation > 0 else None


def generator(seed: int, *constants: int) -> np.random.Generator:
    """The random numbers of one measure: the same for the same seed and constants, apart from those of any other."""
    return np.random.default_rng([seed, *constants])


def configuration_model(degrees: NDArray[np.int64], random: np.random.Generator) -> NDArray[np.int64]:
    """A random pairing of edge ends with these degrees, shape (m, 2), loops and parallel edges included.

    Definition: every pairing of the sum(degrees) ends is equally likely. Source: Bollobás (1980); Newman, Networks,
    2010, 13.2. Complexity: O(m). Raises ValueError when the degrees have an odd sum.
    """
    if int(degrees.sum()) % 2:
        raise ValueError("Degrees with an odd sum cannot be paired.")
    ends = np.repeat(np.arange(len(degrees), dtype=np.int64), degrees)
    random.shuffle(ends)
    return ends.reshape(-1, 2)


def rewired(edges: NDArray[np.int64], order: int, random: np.random.Generator) -> Iterator[NDArray[np.int64]]:
    """An endless chain of simple networks with the degrees of `edges`, each one global swap after the last.

    Definition: in a global swap every edge is in one pair of edges at most, and each pair exchanges ends, a-b and c-d
    becoming a-d and c-b or a-c and b-d. A pair stays as it is when it would make a loop, or when an edge that it has or
    would make is also one that another pair has or would make. The rule looks the same backwards, so that all simple
    networks with these degrees are equally likely in the end. One pair in sixteen rests, to keep the chain aperiodic.
    Rows come in no order and the smaller end first. About ten global swaps forget the start.
    Source: Allendorf, Meyer, Penschuck and Tran, Parallel global edge switching, 2022; Fosdick, Larremore, Nishimura
    and Ugander, Configuring random graph models with fixed degree sequences, 2018. Complexity: O(m log m) a step.
    """
    keys = edges[:, 0] * order + edges[:, 1]
    while True:
        keys = _swapped(keys, order, random)
        yield np.stack([keys // order, keys % order], axis=1)


def _swapped(keys: NDArray[np.int64], order: int, random: np.random.Generator) -> NDArray[np.int64]:
    """The keys (smaller end * order + larger end) after one global swap."""
    half = len(keys) // 2
    if not half:
        return keys
    keys = keys[random.permutation(len(keys))]
    first, second = np.divmod(keys[:half], order), np.divmod(keys[half : 2 * half], order)
    turned = random.random(half) < 0.5
    near = np.where(turned, second[1], second[0])
    far = np.where(turned, second[0], second[1])
    one, other = _key(first[0], far, order), _key(near, first[1], order)
    refused = (first[0] == far) | (near == first[1]) | (random.random(half) < LAZY)
    clashing = _occurring_twice(np.concatenate([keys, one, other]))
    for start in (0, half, len(keys), len(keys) + half):
        refused |= clashing[start : start + half]
    kept, rest = keys[: 2 * half].reshape(2, half), keys[2 * half :]
    return np.concatenate([np.where(refused, kept, [one, other]).ravel(), rest])


def _key(one: NDArray[np.int64], other: NDArray[np.int64], order: int) -> NDArray[np.int64]:
    return np.minimum(one, other) * order + np.maximum(one, other)


def _occurring_twice(keys: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which keys occur more than once."""
    order = np.argsort(keys)
    ordered = keys[order]
    same = ordered[1:] == ordered[:-1]
    found = np.zeros(len(keys), dtype=np.bool_)
    found[order[1:][same]] = True
    found[order[:-1][same]] = True
    return found


def like_pairs(ends: NDArray[np.int64]) -> Expectation:
    """How many edges of a configuration model join nodes of one kind, when kind k has `ends[k]` edge ends.

    Definition: exact mean and standard deviation over all pairings of the ends: two given ends are paired with
    probability 1 / (N - 1), two disjoint pairs with 1 / ((N - 1)(N - 3)) for N ends. Complexity: O(kinds).

    >>> like_pairs(np.array([2, 2]))  # 3 pairings, one of them with two like pairs
    Expectation(mean=0.6666666666666666, deviation=0.9428090415820634)
    """
    counts = ends.astype(np.float64)
    total = float(counts.sum())
    if total < 4:
        return Expectation(float(counts.max(initial=0) == 2), 0.0)
    pairs = float((counts * (counts - 1)).sum()) / 2
    touching = float((counts * (counts - 1) * (counts - 2)).sum())
    mean = pairs / (total - 1)
    variance = mean + (pairs**2 - pairs - touching) / ((total - 1) * (total - 3)) - mean**2
    return Expectation(mean, _root(variance, mean))


def paired_products(values: NDArray[np.float64], ends: NDArray[np.int64]) -> Expectation:
    """The sum over the edges of a configuration model of the product of both ends' centred values.

    `ends[i]` edge ends have `values[i]`; centred means less the mean over all ends. Definition: exact mean and standard
    deviation over all pairings, from the power sums of the values. Complexity: O(n).
    """
    counts = ends.astype(np.float64)
    total = float(counts.sum())
    if total < 4:
        return Expectation(0.0, 0.0)
    centred = values - float((counts * values).sum()) / total
    square, fourth = float((counts * centred**2).sum()), float((counts * centred**4).sum())
    mean = -square / (2 * (total - 1))
    variance = (square**2 - fourth) / (2 * (total - 1)) + (3 * square**2 - 6 * fourth) / (4 * (total - 1) * (total - 3))
    return Expectation(mean, _root(variance - mean**2, square**2 / total))


def _root(variance: float, scale: float) -> float:
    """The square root, 0 where only rounding is left of the variance."""
    return float(np.sqrt(variance)) if variance > 1e-12 * scale else 0.0
