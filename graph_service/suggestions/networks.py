"""A network as arrays: who knows whom, and what pairs of people two steps apart have in it. For the evaluation only.

People are numbered from 0. A pair is ordered: it stands for suggesting `other` to `one`, so that each two people are
two pairs. Nothing here asks a database anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

WEDGES_AT_ONCE = 2_000_000


class Network(NamedTuple):
    """Who knows whom: the friends of person p are `friends[starts[p]:starts[p + 1]]`, in order.

    `weights` are how fresh each of these connections is, 1 for all where nothing is known of their times.
    """

    people: int
    starts: Ints
    friends: Ints
    weights: Floats

    @property
    def degrees(self) -> Ints:
        """How many friends everybody has."""
        return np.diff(self.starts)

    @property
    def keys(self) -> Ints:
        """Every ordered pair of people who know each other as one number, in order."""
        return np.repeat(np.arange(self.people, dtype=np.int64), self.degrees) * self.people + self.friends


class Pairs(NamedTuple):
    """Ordered pairs of people, each as one number `one * people + other`, in order."""

    keys: Ints
    people: int

    @property
    def one(self) -> Ints:
        """To whom somebody would be suggested."""
        return self.keys // self.people

    @property
    def other(self) -> Ints:
        """Who would be suggested."""
        return self.keys % self.people


class Wedges(NamedTuple):
    """Pairs of people who do not know each other and have friends in common: how many, and weighted by their degrees.

    `resource_allocation` is the sum of 1/degree of the friends in common (Zhou, Lü and Zhang 2009), `adamic_adar` that
    of 1/log(degree) (Adamic and Adar 2003), `fresh` that of freshness/degree, of the fresher of the two connections.
    """

    pairs: Pairs
    common: Floats
    resource_allocation: Floats
    adamic_adar: Floats
    fresh: Floats


def network_of(people: int, a: Ints, b: Ints, weights: Floats | None = None) -> Network:
    """The network of these edges, each of which is given once, with a weight for each.

    >>> network_of(3, np.array([0, 1]), np.array([1, 2])).friends.tolist()
    [1, 0, 2, 1]
    """
    keys = np.concatenate([a * people + b, b * people + a])
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    doubled = np.ones(len(keys)) if weights is None else np.concatenate([weights, weights])[order]
    starts = np.searchsorted(keys, np.arange(people + 1, dtype=np.int64) * people)
    return Network(people, starts.astype(np.int64), keys % people, doubled)


def wedges_of(network: Network, whose: Ints) -> Wedges:
    """What these people, in order, have in common with everybody two steps from them."""
    degrees = network.degrees.astype(np.float64)
    inverse = 1 / np.maximum(degrees, 1)
    logs = 1 / np.log(np.maximum(degrees, 2))
    parts = [_some_wedges(network, some, inverse, logs) for some in _batches(network, whose)]
    columns: list[Floats] = [
        np.concatenate([part[1][column] for part in parts]) if parts else np.zeros(0) for column in range(4)
    ]
    keys = np.concatenate([part[0] for part in parts]) if parts else np.zeros(0, dtype=np.int64)
    pairs = Pairs(keys, network.people)
    strangers = ~contained(network.keys, pairs.keys) & (pairs.one != pairs.other)
    return Wedges(Pairs(pairs.keys[strangers], network.people), *(column[strangers] for column in columns))


def _batches(network: Network, whose: Ints) -> Iterator[Ints]:
    """These people, so many at a time as memory is no matter."""
    reached = np.concatenate([[0], np.cumsum(network.degrees[network.friends])])
    wedges = np.cumsum(reached[network.starts[whose + 1]] - reached[network.starts[whose]])
    cuts = np.searchsorted(wedges, np.arange(WEDGES_AT_ONCE, int(wedges[-1]) if len(wedges) else 0, WEDGES_AT_ONCE))
    yield from (part for part in np.split(whose, np.unique(cuts)) if len(part))


def _some_wedges(network: Network, whose: Ints, inverse: Floats, logs: Floats) -> tuple[Ints, list[Floats]]:
    one, near = steps(network, whose)
    middle = network.friends[near]
    position, far = steps(network, middle, names=np.arange(len(middle), dtype=np.int64))
    keys, row = np.unique(one[position] * network.people + network.friends[far], return_inverse=True)
    through, many = middle[position], len(keys)
    fresher = np.maximum(network.weights[near][position], network.weights[far])
    weights = (None, inverse[through], logs[through], inverse[through] * fresher)
    sums = [np.bincount(row, weights=one, minlength=many) for one in weights]
    # the same friends in another order make the same sum
    return keys, [np.round(column.astype(np.float64), 12) for column in sums]


def steps(network: Network, whose: Ints, names: Ints | None = None) -> tuple[Ints, Ints]:
    """Each of these people, or their names, as often as they have friends, and the positions of these friends.

    >>> steps(network_of(3, np.array([0, 1]), np.array([1, 2])), np.array([1]))
    (array([1, 1]), array([1, 2]))
    """
    counts = network.starts[whose + 1] - network.starts[whose]
    ends = np.cumsum(counts)
    within = np.arange(int(ends[-1]) if len(ends) else 0, dtype=np.int64) - np.repeat(ends - counts, counts)
    return np.repeat(whose if names is None else names, counts), np.repeat(network.starts[whose], counts) + within


def contained(keys: Ints, wanted: Ints) -> Bools:
    """Which of the wanted numbers are among the keys, which are in order.

    >>> contained(np.array([2, 5]), np.array([5, 6])).tolist()
    [True, False]
    """
    if not len(keys):
        return np.zeros(len(wanted), dtype=np.bool_)
    return keys[np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)] == wanted


def looked_up(pairs: Pairs, keys: Ints, values: Floats) -> Floats:
    """The value of each pair, 0 for those that are not among the keys, which are in order.

    >>> looked_up(Pairs(np.array([2, 5]), 3), np.array([5]), np.array([0.5])).tolist()
    [0.0, 0.5]
    """
    if not len(keys):
        return np.zeros(len(pairs.keys))
    at = np.minimum(np.searchsorted(keys, pairs.keys), len(keys) - 1)
    return np.where(keys[at] == pairs.keys, values[at], 0.0)
