"""The fewest pairs at one score: shortest augmenting paths from a placement that is nearly there.

Every pair at the level costs 1 and every better one 0. Whoever has a pair at the level is taken from it and looks for
the cheapest chain of moves that ends where a place was given up (successive shortest paths: Jewell, 1962; Edmonds and
Karp, 1972, for the potentials). Costs are so small that a search is breadth first, and as a rule it ends after a few
mentees.
"""

from __future__ import annotations

import itertools
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph_service.mentoring.matching.drafts import ProofFailed
from graph_service.mentoring.matching.faces import Face, Prices, loads_of
from graph_service.mentoring.matching.market import Ints, Market

_FAR = 1 << 30


class _Row(NamedTuple):
    """The pairs of a mentee that were open at a level: where they are, the nodes of their desks, their scores."""

    level: int
    positions: Ints
    nodes: Ints
    scores: NDArray[np.int16]


class Walker:
    """A placement that is moved along chains, with who holds a place where kept at hand."""

    def __init__(self, market: Market, placement: Ints, desk_price: Ints) -> None:
        self.market = market
        self.desk_price = desk_price
        self.rows: dict[int, _Row] = {}
        self.placement = placement.copy()
        loads = loads_of(market, placement)
        self.at_desk: list[int] = loads.desk.tolist()
        self.at_mentor: list[int] = loads.mentor.tolist()
        self.mentor_of: list[int] = market.desk_mentor.tolist()
        self.holders: list[set[int]] = [set() for _ in self.mentor_of]
        for mentee in np.flatnonzero(placement >= 0):
            desk = int(market.desks[placement[mentee]])
            self.holders[desk].add(int(mentee))
        self.desks_of: list[list[int]] = [[] for _ in self.at_mentor]
        for desk, mentor in enumerate(self.mentor_of):
            self.desks_of[mentor].append(desk)

    def placed_anew(self, placement: Ints, desk_price: Ints) -> Walker:
        """Another placement on the same or a smaller face."""
        other = Walker(self.market, placement, desk_price)
        other.rows = self.rows
        return other

    def give_up(self, mentee: int) -> int:
        """Takes the mentee from the desk, and leaves the place there open."""
        desk = int(self.market.desks[self.placement[mentee]])
        self.holders[desk].discard(mentee)
        self.placement[mentee] = -1
        return desk

    def take(self, mentee: int, position: int) -> None:
        """Gives the mentee a place over this pair."""
        self.placement[mentee] = position
        self.holders[int(self.market.desks[position])].add(mentee)


def fewest(walker: Walker, face: Face, level: int) -> Prices:
    """Moves the walker's placement to one with the fewest pairs at the level, and returns the prices that prove it."""
    market = walker.market
    placed = walker.placement >= 0
    scores = np.full(market.mentees, -1, dtype=np.int64)
    scores[placed] = market.scores[walker.placement[placed]]
    low = np.flatnonzero(scores == level).tolist()
    search = _Search(walker, face, level, low)
    for mentee in low:
        search.place(mentee)
    return search.prices()


class _Search:
    """Chains of moves on one face at one level. Nodes: mentees, desks, mentors and the sink, in this order.

    A bucket holds the nodes of one distance; the last one found is visited first, which ends soonest where many are
    open.
    """

    def __init__(self, walker: Walker, face: Face, level: int, looking: list[int]) -> None:
        market = walker.market
        self.walker, self.face, self.level = walker, face, level
        self.looking = set(looking)
        self.first_desk = market.mentees
        self.first_mentor = self.first_desk + len(market.desk_mentor)
        self.sink = self.first_mentor + len(market.capacity)
        self.open_at = np.zeros(len(market.desk_mentor), dtype=np.int64)
        for mentee in looking:
            self.open_at[walker.give_up(mentee)] += 1
        self.potential = np.zeros(self.sink + 1, dtype=np.int64)
        self.kept_rows = market.rows(face.kept)
        self.low, self.high = face.low, face.high
        self.distance = self.parent = np.zeros(0, dtype=np.int64)
        self.over: dict[int, int] = {}
        self.buckets: list[list[int]] = []
        self.now = 0

    def prices(self) -> Prices:
        """The potentials as prices, the sink's being 0."""
        above = self.potential - self.potential[self.sink]
        return Prices(
            above[: self.first_desk], -above[self.first_desk : self.first_mentor], -above[self.first_mentor : self.sink]
        )

    def place(self, mentee: int) -> None:
        """Finds the cheapest chain from the mentee to an open place, and moves everybody along it."""
        self.distance = np.full(self.sink + 1, _FAR, dtype=np.int64)
        self.parent = np.full(self.sink + 1, -1, dtype=np.int64)
        self.over = {}
        self.buckets = [[mentee]]
        self.distance[mentee] = 0
        self.now = 0
        target = self._nearest()
        if self.now:
            self.potential += np.minimum(self.distance, self.now)
        self.looking.discard(mentee)
        self._move(target)

    def _nearest(self) -> int:
        while self.now < len(self.buckets):
            bucket = self.buckets[self.now]
            while bucket:
                node = bucket.pop()
                if self.distance[node] == self.now and (target := self._visit(node)) is not None:
                    return target
            self.now += 1
        raise ProofFailed(f"No chain of moves ends at an open place at level {self.level}.")

    def _visit(self, node: int) -> int | None:
        if node < self.first_desk:
            return self._visit_mentee(node)
        if node < self.first_mentor:
            return self._visit_desk(node)
        if node < self.sink:
            self._visit_mentor(node)
            return None
        return self._visit_sink()

    def _visit_mentee(self, mentee: int) -> int | None:
        market, face = self.walker.market, self.face
        row = self._open_row(mentee)
        far = (self.now + int(self.potential[mentee])) - self.potential[row.nodes]
        far += row.scores == self.level
        found = np.flatnonzero(far < self.distance[row.nodes])
        target = self._reach_desks(mentee, row.nodes[found], far[found], row.positions[found])
        low, high = np.searchsorted(self.kept_rows, (mentee, mentee + 1))
        if target is None and low < high:
            kept = face.kept[low:high]
            nodes = market.desks[kept].astype(np.int64) + self.first_desk
            far = (self.now + int(self.potential[mentee])) - self.potential[nodes]
            found = np.flatnonzero(far < self.distance[nodes])
            target = self._reach_desks(mentee, nodes[found], far[found], kept[found])
        is_placed = self.walker.placement[mentee] >= 0 or mentee in self.looking
        if target is None and is_placed and not self.low.mentee[mentee]:
            self._reach(mentee, self.sink)
        return target

    def _open_row(self, mentee: int) -> _Row:
        """The open pairs of the mentee; they only ever become fewer, so the ones of an earlier level are sieved."""
        market, face = self.walker.market, self.face
        row = self.walker.rows.get(mentee)
        if row is None:
            positions = np.arange(int(market.starts[mentee]), int(market.starts[mentee + 1]))
            nodes = market.desks[positions].astype(np.int64) + self.first_desk
            row = _Row(-1, positions, nodes, market.scores[positions])
        if row.level != self.level:
            stays = row.scores >= self.level
            stays &= face.desk_class[row.nodes - self.first_desk] == face.mentee_class[mentee]
            row = _Row(self.level, row.positions[stays], row.nodes[stays], row.scores[stays])
            self.walker.rows[mentee] = row
        return row

    def _reach_desks(self, mentee: int, nodes: Ints, far: Ints, positions: Ints) -> int | None:
        if not len(nodes):
            return None
        dearest_first = np.argsort(
            self.walker.desk_price[nodes - self.first_desk] - self.walker.market.scores[positions]
        )[::-1]
        nodes, far, positions = nodes[dearest_first], far[dearest_first], positions[dearest_first]
        self.distance[nodes] = far
        self.parent[nodes] = mentee
        self.over.update(zip(nodes.tolist(), positions.tolist(), strict=True))
        wanted = (far == self.now) & (self.open_at[nodes - self.first_desk] > 0)
        if wanted.any():
            return int(nodes[np.flatnonzero(wanted)[-1]])
        for value in range(int(far.min()), int(far.max()) + 1):
            self._bucket(value).extend(nodes[far == value].tolist())
        return None

    def _bucket(self, distance: int) -> list[int]:
        while len(self.buckets) <= distance:
            self.buckets.append([])
        return self.buckets[distance]

    def _reach(self, source: int, node: int) -> None:
        """Along an arc that costs nothing."""
        far = self.now + int(self.potential[source] - self.potential[node])
        if far < self.distance[node]:
            self.distance[node] = far
            self.parent[node] = source
            self._bucket(far).append(node)

    def _visit_desk(self, node: int) -> int | None:
        desk = node - self.first_desk
        if self.open_at[desk]:
            return node
        for mentee in self.walker.holders[desk]:
            if self.distance[mentee] > self.now:
                self.distance[mentee] = self.now
                self.parent[mentee] = node
                self.buckets[self.now].append(mentee)
        if self.walker.at_desk[desk] < self.high.desk[desk]:
            self._reach(node, self.first_mentor + self.walker.mentor_of[desk])
        return None

    def _visit_mentor(self, node: int) -> None:
        mentor = node - self.first_mentor
        for desk in self.walker.desks_of[mentor]:
            if self.walker.at_desk[desk] > self.low.desk[desk]:
                self._reach(node, self.first_desk + desk)
        if self.walker.at_mentor[mentor] < self.high.mentor[mentor]:
            self._reach(node, self.sink)

    def _visit_sink(self) -> int | None:
        walker, first = self.walker, self.first_mentor
        for desk in np.flatnonzero(self.open_at).tolist():
            mentor = walker.mentor_of[desk]
            if walker.at_mentor[mentor] > self.low.mentor[mentor]:
                self._reach(self.sink, first + mentor)
                if self.distance[first + mentor] == self.now:
                    self._visit_mentor(first + mentor)
                    if self.distance[self.first_desk + desk] == self.now:
                        return self.first_desk + desk
        self._reach_all(first + np.flatnonzero(np.array(walker.at_mentor) > self.low.mentor))
        left = (walker.placement < 0) & (self.high.mentee == 1)
        left[list(self.looking)] = False
        self._reach_all(np.flatnonzero(left))
        return None

    def _reach_all(self, nodes: Ints) -> None:
        """From the sink, along arcs that cost nothing."""
        far = (self.now + int(self.potential[self.sink])) - self.potential[nodes]
        closer = far < self.distance[nodes]
        nodes, far = nodes[closer], far[closer]
        self.distance[nodes] = far
        self.parent[nodes] = self.sink
        for value in np.unique(far).tolist():
            self._bucket(value).extend(nodes[far == value].tolist())

    def _move(self, target: int) -> None:
        walker = self.walker
        self.open_at[target - self.first_desk] -= 1
        chain = [target]
        while (before := int(self.parent[chain[-1]])) >= 0:
            chain.append(before)
        chain.reverse()
        for source, node in itertools.pairwise(chain):
            if self.first_desk <= source < self.first_mentor and node < self.first_desk:
                walker.give_up(node)
        for source, node in itertools.pairwise(chain):
            if source < self.first_desk <= node < self.first_mentor:
                walker.take(source, self.over[node])
            else:
                self._shift(source, node)

    def _shift(self, source: int, node: int) -> None:
        walker = self.walker
        if source < self.first_mentor <= node < self.sink:
            walker.at_desk[source - self.first_desk] += 1
        elif self.first_mentor <= source < self.sink and node < self.first_mentor:
            walker.at_desk[node - self.first_desk] -= 1
        elif node == self.sink and source >= self.first_mentor:
            walker.at_mentor[source - self.first_mentor] += 1
        elif source == self.sink and node >= self.first_mentor:
            walker.at_mentor[node - self.first_mentor] -= 1
