"""How many nodes are how many steps away: breadth-first search from 64 nodes at a time, a bit for each.

One pass over the edges carries 64 searches a step further (the idea of Then et al., The More the Merrier, VLDB 2014).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from graph_service.analysis.network import Network
from graph_service.analysis.scientific import neighbours

if TYPE_CHECKING:
    from numpy.typing import NDArray

AT_ONCE = 64
# A frontier with less than this share of all ends of edges is followed node by node.
SMALL_FRONTIER = 0.04


class Hops:
    """Searches in one network. Its answers do not depend on the number of threads."""

    def __init__(self, network: Network) -> None:
        self.order = network.order
        self._degrees = network.degrees
        self._begins, self._ends = neighbours(network.adjacency)
        self._joined = np.flatnonzero(self._degrees)
        self._joined_begins = self._begins[self._joined]

    def counts(
        self,
        sources: NDArray[np.int64],
        threads: int = 1,
        tick: Callable[[float], None] = lambda share: None,
    ) -> NDArray[np.int64]:
        """How many nodes are at each distance from each source: shape (sources, largest distance + 1).

        Column 0 counts the source itself; a row's sum is how many nodes can be reached. Complexity: O((n + m) D) for
        each 64 sources, with the largest distance D.
        """
        batches = [sources[at : at + AT_ONCE] for at in range(0, len(sources), AT_ONCE)]
        found: list[NDArray[np.int64]] = []
        with ThreadPoolExecutor(max_workers=max(1, threads)) as pool:
            for done, rows in enumerate(pool.map(self._batch, batches), 1):
                found.append(rows)
                tick(done / len(batches))
        farthest = max((rows.shape[1] for rows in found), default=1)
        counts = np.zeros((len(sources), farthest), dtype=np.int64)
        for at, rows in enumerate(found):
            counts[at * AT_ONCE : at * AT_ONCE + len(rows), : rows.shape[1]] = rows
        return counts

    def distances(self, source: int) -> NDArray[np.int64]:
        """How many steps each node is from one source, -1 where no path leads; shape (n,)."""
        found = np.full(self.order, -1, dtype=np.int64)
        for distance, reached in enumerate(self._levels(np.array([source]))):
            found[reached != 0] = distance
        return found

    def _batch(self, sources: NDArray[np.int64]) -> NDArray[np.int64]:
        rows = [_ones_of_each_bit(reached) for reached in self._levels(sources)]
        return np.stack(rows, axis=1)[: len(sources)]

    def _levels(self, sources: NDArray[np.int64]) -> Iterator[NDArray[np.uint64]]:
        """At each distance, whom each of at most 64 sources reaches first: shape (n,), bit i for source i."""
        frontier = np.zeros(self.order, dtype=np.uint64)
        np.bitwise_or.at(frontier, sources, np.uint64(1) << np.arange(len(sources), dtype=np.uint64))
        seen = frontier.copy()
        while frontier.any():
            yield frontier
            frontier = self._next(frontier)
            frontier &= ~seen
            seen |= frontier

    def _next(self, frontier: NDArray[np.uint64]) -> NDArray[np.uint64]:
        """Who is a neighbour of the frontier, bit by bit."""
        reached = np.zeros(self.order, dtype=np.uint64)
        active = np.flatnonzero(frontier)
        often = self._degrees[active]
        total = int(often.sum())
        if total < SMALL_FRONTIER * len(self._ends):
            offsets = np.arange(total) - np.repeat(often.cumsum() - often, often)
            neighbours = self._ends[np.repeat(self._begins[active], often) + offsets]
            np.bitwise_or.at(reached, neighbours, np.repeat(frontier[active], often))
        else:
            reached[self._joined] = np.bitwise_or.reduceat(frontier[self._ends], self._joined_begins)
        return reached


def _ones_of_each_bit(words: NDArray[np.uint64]) -> NDArray[np.int64]:
    """How many words have each of the 64 bits set; shape (64,)."""
    some = words[words != 0]
    octets = some.astype("<u8").view(np.uint8).reshape(-1, 8)
    return np.unpackbits(octets, axis=1, bitorder="little").sum(axis=0, dtype=np.int64)
