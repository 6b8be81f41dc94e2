"""How many nodes are how many steps away: breadth-first search from 64 nodes at a time, a bit for each.

One pass over the edges carries 64 searches a step further (the idea of Then et al., The More the Merrier, VLDB 2014).
"""

from __future__ import annotations

from collections.abc import Iterator
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

    def batches(self, sources: NDArray[np.int64], threads: int = 1) -> Iterator[NDArray[np.int64]]:
        """For 64 sources after the other, how many nodes are at each distance: shape (64 or the rest, distances).

        Column 0 counts the source itself; a row's sum is how many nodes can be reached. Complexity: O(n + m) for each
        64 sources and each distance at which many nodes are, less where few are.
        """
        parts = [sources[at : at + AT_ONCE] for at in range(0, len(sources), AT_ONCE)]
        pool = ThreadPoolExecutor(max_workers=max(1, threads))
        try:
            yield from pool.map(self._batch, parts)
        finally:
            # Who interrupts does not wait for what has not begun.
            pool.shutdown(cancel_futures=True)

    def counts(self, sources: NDArray[np.int64], threads: int = 1) -> NDArray[np.int64]:
        """How many nodes are at each distance from each source: shape (sources, largest distance + 1)."""
        found = list(self.batches(sources, threads))
        farthest = max((rows.shape[1] for rows in found), default=1)
        padded = [np.pad(rows, ((0, 0), (0, farthest - rows.shape[1]))) for rows in found]
        return np.concatenate(padded) if padded else np.zeros((0, 1), dtype=np.int64)

    def distances(self, source: int) -> NDArray[np.int64]:
        """How many steps each node is from one source, -1 where no path leads; shape (n,)."""
        found = np.full(self.order, -1, dtype=np.int64)
        for distance, (active, _) in enumerate(self._levels(np.array([source]))):
            found[active] = distance
        return found

    def _batch(self, sources: NDArray[np.int64]) -> NDArray[np.int64]:
        rows = [_ones_of_each_bit(words) for _, words in self._levels(sources)]
        return np.stack(rows, axis=1)[: len(sources)]

    def _levels(self, sources: NDArray[np.int64]) -> Iterator[tuple[NDArray[np.int64], NDArray[np.uint64]]]:
        """At each distance the nodes that are reached first, and by whom of at most 64 sources: bit i for source i."""
        seen, reached = np.zeros(self.order, dtype=np.uint64), np.zeros(self.order, dtype=np.uint64)
        active, words = sources, np.uint64(1) << np.arange(len(sources), dtype=np.uint64)
        while len(active):
            seen[active] |= words
            yield active, words
            active, words = self._next(active, words, seen, reached)

    def _next(
        self,
        active: NDArray[np.int64],
        words: NDArray[np.uint64],
        seen: NDArray[np.uint64],
        reached: NDArray[np.uint64],
    ) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
        """The neighbours that were not seen, and by whom they are reached. `reached` is all zero before and after."""
        often = self._degrees[active]
        total = int(often.sum())
        if total < SMALL_FRONTIER * len(self._ends):
            offsets = np.arange(total) - np.repeat(often.cumsum() - often, often)
            ends = self._ends[np.repeat(self._begins[active], often) + offsets]
            np.bitwise_or.at(reached, ends, np.repeat(words, often))
            found = np.unique(ends).astype(np.int64)
            fresh = reached[found] & ~seen[found]
            reached[found] = 0
        else:
            reached[active] = words
            found = self._joined
            fresh = np.bitwise_or.reduceat(reached[self._ends], self._joined_begins) & ~seen[found]
            reached[active] = 0
        new = fresh != 0
        return found[new], fresh[new]


def _ones_of_each_bit(words: NDArray[np.uint64]) -> NDArray[np.int64]:
    """How many words have each of the 64 bits set; shape (64,)."""
    octets = words.astype("<u8").view(np.uint8).reshape(-1, 8)
    return np.unpackbits(octets, axis=1, bitorder="little").sum(axis=0, dtype=np.int64)
