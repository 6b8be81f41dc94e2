# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""How well people in a network without names can be found again by its structure.

Three things an attacker may know are tried on the very network that is to be given away:

- how many people somebody knows: the share of people of whom there is only one with that degree;
- how many people each of those knows (the degrees of neighbours: Hay et al., VLDB 2008, H2); both also together with
  all the attributes that are told;
- the real names of a few people (5, 10 and 20 %), and half of all connections from somewhere else: the attacker then
  goes on from those known to their neighbours, and from these on (seed and propagate: Narayanan and Shmatikov, IEEE
  S&P 2009; here a pair is taken when at least two neighbours known on both sides say so, when it scores half as much
  again as the next best, seen from either side, and when the attributes agree).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from scipy.sparse import csr_array

from graph_service.analysis.network import Network

if TYPE_CHECKING:
    from numpy.typing import NDArray

SEED_SHARES = (0.05, 0.1, 0.2)
KNOWN_EDGES = 0.5
LARGEST_ATTACKED = 20_000
ROUNDS = 20
MOST_TRIES, PEOPLE_TRIED = 5, 10_000
COMMON_AT_LEAST = 2
TIMES_THE_NEXT = 1.5


@dataclass(frozen=True)
class Attack:
    """How far an attacker gets who knows the names of a share `seeds` of the people.

    Of the others, the share `right` is found again, and `wrong` is taken for somebody else. In a small network, where
    much depends on whose names these are, it is the most successful of up to five attackers.
    """

    seeds: float
    right: float
    wrong: float


@dataclass(frozen=True)
class Reidentification:
    """Shares of people who can be told apart from all others, and what attacks find.

    `attacked` is how many people the attacks were tried on: all, or in a large network as many as a walk meets.
    """

    by_degree: float
    by_degree_and_attributes: float
    by_neighbours_degrees: float
    by_neighbours_degrees_and_attributes: float
    attacks: tuple[Attack, ...]
    attacked: int

    @property
    def most(self) -> float:
        """The highest of all shares: what a decision is made by."""
        unique = (self.by_degree_and_attributes, self.by_neighbours_degrees_and_attributes, self.by_neighbours_degrees)
        return max(self.by_degree, *unique, *(attack.right for attack in self.attacks))

    def told(self) -> Mapping[str, Any]:
        """All of it as plain values."""
        return {**asdict(self), "most": self.most}


def reidentification(network: Network, seed: int = 1) -> Reidentification:
    """How well people in this network can be found again; its attributes are those that are to be told.

    Exact but for the attacks, which are drawn by lot from the seed. Takes O(edges + the sum of squared degrees in the
    part that is attacked) time.
    """
    near = _neighbours_degrees(network)
    classes = _classes(network)
    attacked = network if network.order <= LARGEST_ATTACKED else network.part(_ball(network, seed))
    return Reidentification(
        by_degree=_unique(network.degrees),
        by_degree_and_attributes=_unique(network.degrees, classes),
        by_neighbours_degrees=_unique(near),
        by_neighbours_degrees_and_attributes=_unique(near, classes),
        attacks=tuple(_worst_attack(attacked, share, seed) for share in SEED_SHARES),
        attacked=attacked.order,
    )


def _unique(*signs: NDArray[Any]) -> float:
    """The share of people who are alone with all these signs."""
    if not len(signs[0]):
        return 0.0
    frame = pl.DataFrame({str(at): sign for at, sign in enumerate(signs)})
    return float(frame.is_unique().sum()) / frame.height


def _neighbours_degrees(network: Network) -> NDArray[np.uint64]:
    """A number for the degrees of each person's neighbours, equal for equal ones in any order.

    It is the sum of a random 64-bit number for each degree, so that two different collections have the same one with a
    probability of 2^-64.
    """
    degrees = network.degrees
    lots = np.random.default_rng(20_081).integers(0, 2**63, int(degrees.max(initial=0)) + 1, dtype=np.uint64)
    sums = np.zeros(network.order, dtype=np.uint64)
    one, other = network.edges[:, 0], network.edges[:, 1]
    np.add.at(sums, one, lots[degrees[other]])
    np.add.at(sums, other, lots[degrees[one]])
    return sums


def _classes(network: Network) -> NDArray[np.int64]:
    """A number for all attributes of each person, equal for those who are alike."""
    if not network.attributes.width:
        return np.zeros(network.order, dtype=np.int64)
    alike = network.attributes.select(pl.struct(pl.all()).rank("dense").cast(pl.Int64))
    return alike.to_series().to_numpy()


def _ball(network: Network, seed: int) -> NDArray[np.bool_]:
    """Those whom a walk from a person by lot meets first, breadth first, up to as many as are attacked."""
    chance = np.random.default_rng([seed, 7])
    met = np.zeros(network.order, dtype=bool)
    adjacency = network.adjacency
    while met.sum() < LARGEST_ATTACKED:
        ring = np.array([chance.choice(np.flatnonzero(~met))])
        while len(ring) and met.sum() < LARGEST_ATTACKED:
            met[ring[: LARGEST_ATTACKED - int(met.sum())]] = True
            ring = np.unique(adjacency[ring].indices)
            ring = ring[~met[ring]]
    return met


def _worst_attack(network: Network, seeds: float, seed: int) -> Attack:
    """The most successful of some attackers who know different names: five, fewer in a network of thousands."""
    tries = max(1, min(MOST_TRIES, PEOPLE_TRIED // max(network.order, 1)))
    return max((attack(network, seeds, seed + one) for one in range(tries)), key=lambda one: one.right)


def attack(network: Network, seeds: float, seed: int = 1, known_edges: float = KNOWN_EDGES) -> Attack:
    """What an attacker finds who knows the names of that share of the people, and that share of the edges, by lot."""
    count = network.order
    chance = np.random.default_rng([seed, 11, round(seeds * 1000)])
    given = csr_array(network.adjacency, dtype=np.float64)
    kept = network.edges[chance.random(network.size) < known_edges]
    ends = np.concatenate([kept, kept[:, ::-1]])
    own = csr_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(count, count))
    taken = np.full(count, -1, dtype=np.int64)  # who of the given network each of the attacker's people is taken for
    start = chance.choice(count, size=round(seeds * count), replace=False)
    taken[start] = start
    classes = _classes(network)
    for _ in range(ROUNDS):
        pairs = _next_pairs(own, given, taken, classes)
        if not len(pairs):
            break
        taken[pairs[:, 0]] = pairs[:, 1]
    others = np.ones(count, dtype=bool)
    others[start] = False
    right = int((taken == np.arange(count))[others].sum())
    wrong = int((taken >= 0)[others].sum()) - right
    number = max(int(others.sum()), 1)
    return Attack(seeds, right / number, wrong / number)


def _next_pairs(
    own: csr_array, given: csr_array, taken: NDArray[np.int64], classes: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Pairs of the attacker's people and given ones who go together, by the neighbours known on both sides."""
    known = np.flatnonzero(taken >= 0)
    free = np.ones(len(taken), dtype=bool)
    free[taken[known]] = False
    rows = np.flatnonzero(taken < 0)
    common = (own[rows][:, known] @ given[taken[known]]).tocoo()
    one, other, number = rows[common.row], common.col.astype(np.int64), common.data
    likely = (number >= COMMON_AT_LEAST) & free[other] & (classes[one] == classes[other])
    one, other, number = one[likely], other[likely], number[likely]
    sizes = np.diff(given.indptr)
    scores = number / np.sqrt(sizes[other])
    best = _stands_out(one, scores) & _stands_out(other, scores)
    return np.column_stack([one[best], other[best]])


def _stands_out(groups: NDArray[np.int64], scores: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which score is the best of its group by far."""
    order = np.lexsort((-scores, groups))
    sorted_groups, sorted_scores = groups[order], scores[order]
    first = np.ones(len(order), dtype=bool)
    first[1:] = np.diff(sorted_groups) != 0
    next_one = np.zeros(len(order))
    followed = np.flatnonzero(first[:-1] & ~first[1:])
    next_one[followed] = sorted_scores[followed + 1]
    stands = np.zeros(len(order), dtype=bool)
    stands[order] = first & (sorted_scores >= TIMES_THE_NEXT * next_one)
    return stands
