"""The fewest pairs at one score: shortest augmenting paths from a placement that is nearly there.

Every pair at the level costs 1 and every better one 0. Whoever has a pair at the level is taken from it and looks for
the cheapest chain of moves that ends where a place was given up (successive shortest paths: Jewell, 1962; Edmonds and
Karp, 1972, for the potentials). Costs are so small that a search is breadth first, and as a rule it ends after a few
mentees; one that goes on looks at all who wait at once.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph_service.mentoring.matching.drafts import ProofFailed
from graph_service.mentoring.matching.faces import Face, Prices, loads_of, positions_in, still_open
from graph_service.mentoring.matching.market import Ints, Market

_FAR = 1 << 30
FEW_VISITS = 60
"""After so many nodes a search is no short one, and goes on with arrays."""


class _Row(NamedTuple):
    """The pairs of a mentee that were open at a level: where they are, the nodes of their desks, their scores."""

    level: int
    positions: Ints
    nodes: Ints
    scores: NDArray[np.int16]


class _Open(NamedTuple):
    """All pairs that were open at a level, by mentee: those of mentee i are `starts[i]` to `starts[i + 1]`."""

    level: int
    starts: Ints
    positions: Ints


class Walker:
    """A placement that is moved along chains, with who holds a place where kept at hand."""

    def __init__(self, market: Market, placement: Ints, desk_price: Ints) -> None:
        self.market = market
        self.desk_price = desk_price
        self.rows: dict[int, _Row] = {}
        self.open: _Open | None = None
        self.placement = placement.copy()
        loads = loads_of(market, placement)
        self.at_desk, self.at_mentor = loads.desk, loads.mentor
        self.mentor_of: list[int] = market.desk_mentor.tolist()
        self.holders: list[set[int]] = [set() for _ in self.mentor_of]
        for mentee in np.flatnonzero(placement >= 0):
            desk = int(market.desks[placement[mentee]])
            self.holders[desk].add(int(mentee))
        self.desks_of: list[list[int]] = [[] for _ in market.capacity]
        for desk, mentor in enumerate(self.mentor_of):
            self.desks_of[mentor].append(desk)

    def placed_anew(self, placement: Ints, desk_price: Ints) -> Walker:
        """Another placement on the same or a smaller face."""
        other = Walker(self.market, placement, desk_price)
        other.rows, other.open = self.rows, self.open
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
    open. Every open pair leads from its mentee to its desk, and from the desk to who holds a place there.
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
        self.over = np.zeros(len(market.desk_mentor), dtype=np.int64)
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
        self.buckets = [[mentee]]
        self.distance[mentee] = 0
        self.now = 0
        target = self._nearest()
        if self.now:
            self.potential += np.minimum(self.distance, self.now)
        self.looking.discard(mentee)
        self._move(target)

    def _nearest(self) -> int:
        visits = 0
        while self.now < len(self.buckets):
            bucket = self.buckets[self.now]
            while bucket:
                visits += 1
                target = self._visit(bucket.pop()) if visits <= FEW_VISITS else self._visit_many(bucket)
                if target is not None:
                    return target
            self.now += 1
        raise ProofFailed(f"No chain of moves ends at an open place at level {self.level}.")

    def _visit(self, node: int) -> int | None:
        if self.distance[node] != self.now:
            return None
        if node < self.first_desk:
            return self._visit_mentee(node)
        if node < self.first_mentor:
            return self._visit_desk(node)
        if node < self.sink:
            self._visit_mentor(node)
            return None
        return self._visit_sink()

    def _visit_mentee(self, mentee: int) -> int | None:
        row = self._open_row(mentee)
        far = (self.now + int(self.potential[mentee])) - self.potential[row.nodes]
        far += row.scores == self.level
        found = (far < self.distance[row.nodes]).nonzero()[0]
        target = self._reach_desks(mentee, row.nodes[found], far[found], row.positions[found])
        if target is None and self._may_go(mentee):
            self._reach(mentee, self.sink)
        return target

    def _may_go(self, mentee: int) -> bool:
        is_placed = self.walker.placement[mentee] >= 0 or mentee in self.looking
        return is_placed and not self.low.mentee[mentee]

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
            if len(face.kept):
                low, high = self.kept_rows.searchsorted((mentee, mentee + 1))
                if low < high:
                    stays |= np.isin(row.positions, face.kept[low:high])
            row = _Row(self.level, row.positions[stays], row.nodes[stays], row.scores[stays])
            self.walker.rows[mentee] = row
        return row

    def _reach_desks(self, mentee: int, nodes: Ints, far: Ints, positions: Ints) -> int | None:
        if not len(nodes):
            return None
        desks = nodes - self.first_desk
        dearest_first = (self.walker.desk_price[desks] - self.walker.market.scores[positions]).argsort()[::-1]
        nodes, far, desks = nodes[dearest_first], far[dearest_first], desks[dearest_first]
        self.distance[nodes] = far
        self.parent[nodes] = mentee
        self.over[desks] = positions[dearest_first]
        return self._wait(nodes, far)

    def _wait(self, nodes: Ints, far: Ints) -> int | None:
        """Puts desks that were reached into their buckets; one that is open and near ends the search."""
        wanted = ((far == self.now) & (self.open_at[nodes - self.first_desk] > 0)).nonzero()[0]
        if len(wanted):
            return int(nodes[wanted[-1]])
        for value in range(int(far.min()), int(far.max()) + 1):
            self._bucket(value).extend(nodes[far == value].tolist())
        return None

    def _visit_many(self, bucket: list[int]) -> int | None:
        """Whatever waits in the bucket but mentees; where only mentees are left, all of them in one step."""
        waiting = np.unique(np.array(bucket, dtype=np.int64))
        waiting = waiting[self.distance[waiting] == self.now]
        begins = waiting.searchsorted((self.first_desk, self.first_mentor, self.sink))
        mentees, desks, mentors, sink = np.split(waiting, begins)
        bucket.clear()
        if len(mentees) == len(waiting):
            return self._visit_mentees(mentees)
        bucket.extend(mentees.tolist())
        target = self._visit_desks(desks - self.first_desk)
        if target is None:
            self._visit_mentors(mentors - self.first_mentor)
            target = self._visit_sink() if len(sink) else None
        return target

    def _visit_desks(self, desks: Ints) -> int | None:
        walker, market = self.walker, self.walker.market
        if len(wanted := desks[self.open_at[desks] > 0]):
            return int(wanted[0]) + self.first_desk
        visited = np.zeros(len(self.open_at), dtype=bool)
        visited[desks] = True
        placed = ((walker.placement >= 0) & (self.distance[: market.mentees] > self.now)).nonzero()[0]
        places = market.desks[walker.placement[placed]]
        here = visited[places].nonzero()[0]
        self.distance[placed[here]] = self.now
        self.parent[placed[here]] = places[here] + self.first_desk
        self.buckets[self.now].extend(placed[here].tolist())
        free = desks[walker.at_desk[desks] < self.high.desk[desks]]
        self._reach_all(free + self.first_desk, market.desk_mentor[free] + self.first_mentor)
        return None

    def _visit_mentors(self, mentors: Ints) -> None:
        walker, market = self.walker, self.walker.market
        visited = np.zeros(len(market.capacity), dtype=bool)
        visited[mentors] = True
        desks = (visited[market.desk_mentor] & (walker.at_desk > self.low.desk)).nonzero()[0]
        self._reach_all(market.desk_mentor[desks] + self.first_mentor, desks + self.first_desk)
        free = mentors[walker.at_mentor[mentors] < self.high.mentor[mentors]]
        self._reach_all(free + self.first_mentor, np.full(len(free), self.sink))

    def _visit_mentees(self, mentees: Ints) -> int | None:
        market, all_open = self.walker.market, self._all_open()
        begins, counts = all_open.starts[mentees], np.diff(all_open.starts)[mentees]
        ends = np.cumsum(counts)
        positions = all_open.positions[np.arange(int(ends[-1])) + np.repeat(begins - ends + counts, counts)]
        rows = np.repeat(mentees, counts)
        nodes = market.desks[positions].astype(np.int64) + self.first_desk
        far = self.potential[rows] - self.potential[nodes]
        far += self.now + (market.scores[positions] == self.level)
        closer = (far < self.distance[nodes]).nonzero()[0]
        target = self._reach_from(rows[closer], nodes[closer], far[closer], positions[closer])
        if target is None:
            going = np.array([mentee for mentee in mentees.tolist() if self._may_go(mentee)], dtype=np.int64)
            self._reach_all(going, np.full(len(going), self.sink))
        return target

    def _all_open(self) -> _Open:
        """The open pairs of everybody, sieved as those of one."""
        market, before = self.walker.market, self.walker.open
        if before is not None and before.level == self.level:
            return before
        found: list[Ints] = []
        face = replace(self.face, level=self.level - 1)
        if before is None:
            found = [positions_in(pairs.where) for pairs in face.blocks(market)]
            positions = np.concatenate(found)
        else:
            positions = still_open(market, face, before.positions)
        starts = np.searchsorted(positions, market.starts)
        self.walker.open = _Open(self.level, starts, positions)
        return self.walker.open

    def _reach_from(self, rows: Ints, nodes: Ints, far: Ints, positions: Ints) -> int | None:
        if not len(nodes):
            return None
        np.minimum.at(self.distance, nodes, far)
        nearest = (far == self.distance[nodes]).nonzero()[0]
        dearness = self.walker.desk_price[nodes[nearest] - self.first_desk]
        nearest = nearest[(dearness - self.walker.market.scores[positions[nearest]]).argsort()[::-1]]
        self.parent[nodes[nearest]] = rows[nearest]
        self.over[nodes[nearest] - self.first_desk] = positions[nearest]
        reached = np.unique(nodes[nearest])
        return self._wait(reached, self.distance[reached])

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
        leaving = first + (walker.at_mentor > self.low.mentor).nonzero()[0]
        left = (walker.placement < 0) & (self.high.mentee == 1)
        left[list(self.looking)] = False
        nodes = np.append(leaving, left.nonzero()[0])
        self._reach_all(np.full(len(nodes), self.sink), nodes)
        return None

    def _reach_all(self, sources: Ints, nodes: Ints) -> None:
        """Along arcs that cost nothing."""
        far = self.now + self.potential[sources] - self.potential[nodes]
        closer = (far < self.distance[nodes]).nonzero()[0]
        if not len(closer):
            return
        sources, nodes, far = sources[closer], nodes[closer], far[closer]
        np.minimum.at(self.distance, nodes, far)
        nearest = far == self.distance[nodes]
        self.parent[nodes[nearest]] = sources[nearest]
        for value in range(int(far.min()), int(far.max()) + 1):
            self._bucket(value).extend(nodes[nearest & (far == value)].tolist())

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
                walker.take(source, int(self.over[node - self.first_desk]))
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
