"""A round as arrays: the mentees who are still free, and the desks at which they can be placed.

A mentor has one desk for each topic with a limit of its own and one for everything else; a desk's limit and the
mentor's capacity bound its places together. Locked pairs are made before anything is solved: they take their places
with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph_service.mentoring.matching.lots import hashes, lots
from graph_service.mentoring.matching.rounds import Round, locate, pair_keys

Ints = NDArray[np.int64]
BLOCK = 4_000_000


class Locked(NamedTuple):
    """A pair that was made before the solving: positions in the round."""

    mentee: int
    mentor: int
    score: int


@dataclass(frozen=True, eq=False)
class Market:
    """What is left to solve. Pairs are sorted by mentee: those of mentee i are `starts[i]` to `starts[i + 1]`.

    Attributes:
        mentee_at: position in the round of each free mentee.
        desks: the desk of each pair.
        desk_mentor: the mentor of each desk, a position in the round.
        desk_limit: how many each desk can take; capacity, minimum: how many each mentor can and should still take.
        previous: positions of the pairs of the draft before, rising.
    """

    mentee_at: Ints
    starts: Ints
    desks: NDArray[np.int32]
    scores: NDArray[np.int16]
    desk_mentor: Ints
    desk_limit: Ints
    capacity: Ints
    minimum: Ints
    mentee_hash: NDArray[np.uint64]
    desk_hash: NDArray[np.uint64]
    previous: Ints
    locked: tuple[Locked, ...]

    @property
    def mentees(self) -> int:
        """How many mentees are free."""
        return len(self.mentee_at)

    def rows(self, positions: Ints) -> Ints:
        """The mentees of these pairs."""
        return np.searchsorted(self.starts, positions, "right") - 1

    def blocks(self) -> Iterator[tuple[int, int]]:
        """Ranges of mentees whose pairs together are a handy number to work on at once."""
        first = 0
        while first < self.mentees:
            last = int(np.searchsorted(self.starts, int(self.starts[first]) + BLOCK, "right")) - 1
            last = min(max(last, first + 1), self.mentees)
            yield first, last
            first = last

    def lots(self, rows: Ints, positions: Ints, draw: int) -> Ints:
        """The lots of these pairs."""
        return lots(self.mentee_hash[rows], self.desk_hash[self.desks[positions]], draw)


def market_of(asked: Round) -> Market:
    """The round without what staff have decided already."""
    locks = sorted(asked.locks)
    locked: list[Locked] = []
    for position in locate(asked, locks):
        mentee, mentor = asked.pairs[position]
        locked.append(Locked(int(mentee), int(mentor), int(asked.scores[position])))
    capacity, minimum = _places(asked, locked)
    desks = _desks(asked, locked, capacity)
    keep = _open_pairs(asked, locked, desks.limit, desks.of_pairs)
    starts, pair_desks, scores, order = _sorted_pairs(asked, keep, desks.of_pairs)
    taken = np.zeros(len(asked.mentees), dtype=bool)
    taken[[lock.mentee for lock in locked]] = True
    mentee_at = np.flatnonzero(~taken)
    mentors = hashes(asked.salt, "mentor", (mentor.id for mentor in asked.mentors))
    return Market(
        mentee_at=mentee_at,
        starts=np.concatenate([[0], np.cumsum(np.diff(starts)[mentee_at])]).astype(np.int64),
        desks=pair_desks,
        scores=scores,
        desk_mentor=desks.mentor,
        desk_limit=desks.limit,
        capacity=capacity,
        minimum=minimum,
        mentee_hash=hashes(asked.salt, "mentee", (asked.mentees[position] for position in mentee_at)),
        desk_hash=mentors[desks.mentor],
        previous=_previous(asked, order),
        locked=tuple(locked),
    )


def _places(asked: Round, locked: list[Locked]) -> tuple[Ints, Ints]:
    taken = np.bincount([lock.mentor for lock in locked], minlength=len(asked.mentors)).astype(np.int64)
    capacity = np.array([mentor.capacity for mentor in asked.mentors], dtype=np.int64)
    minimum = np.array([mentor.minimum for mentor in asked.mentors], dtype=np.int64)
    return capacity - taken, np.maximum(minimum - taken, 0)


class _Desks(NamedTuple):
    mentor: Ints
    limit: Ints
    of_pairs: NDArray[np.int32]


def _desks(asked: Round, locked: list[Locked], capacity: Ints) -> _Desks:
    topics = {topic: index for index, topic in enumerate(sorted(set(asked.mentee_topics.values())))}
    mentor_of, limits = list(range(len(asked.mentors))), capacity.tolist()
    table = np.arange(len(asked.mentors), dtype=np.int32)[:, None]
    limited = [position for position, mentor in enumerate(asked.mentors) if any(t in topics for t in mentor.topics)]
    if limited:
        table = np.repeat(table, len(topics) + 1, axis=1)
    for position in limited:
        for topic, limit in asked.mentors[position].topics.items():
            if topic in topics:
                table[position, topics[topic]] = len(mentor_of)
                mentor_of.append(position)
                used = _locked_on(asked, locked, position, topic)
                limits.append(min(limit - used, int(capacity[position])))
    mentee_topic = _topic_columns(asked.mentees, asked.mentee_topics, topics, table.shape[1])
    of_pairs = table[asked.pairs[:, 1], mentee_topic[asked.pairs[:, 0]]]
    return _Desks(np.array(mentor_of, dtype=np.int64), np.array(limits, dtype=np.int64), of_pairs)


def _locked_on(asked: Round, locked: list[Locked], mentor: int, topic: str) -> int:
    return sum(
        lock.mentor == mentor and asked.mentee_topics.get(asked.mentees[lock.mentee]) == topic for lock in locked
    )


def _topic_columns(
    mentees: tuple[str, ...], chosen: Mapping[str, str], topics: Mapping[str, int], columns: int
) -> NDArray[np.int32]:
    if columns == 1:
        return np.zeros(len(mentees), dtype=np.int32)
    last = columns - 1
    return np.array([topics[chosen[id_]] if id_ in chosen else last for id_ in mentees], dtype=np.int32)


def _open_pairs(
    asked: Round, locked: list[Locked], limit: Ints, of_pairs: NDArray[np.int32]
) -> NDArray[np.bool_] | None:
    forbidden = [position for position in locate(asked, sorted(asked.forbids)) if position >= 0]
    if not locked and not forbidden and bool(limit.all()):
        return None
    keep = limit[of_pairs] > 0
    keep[forbidden] = False
    if locked:
        gone = np.zeros(len(asked.mentees), dtype=bool)
        gone[[lock.mentee for lock in locked]] = True
        keep &= ~gone[asked.pairs[:, 0]]
    return keep


class _Sorted(NamedTuple):
    starts: Ints
    desks: NDArray[np.int32]
    scores: NDArray[np.int16]
    keys: Ints | None


def _sorted_pairs(asked: Round, keep: NDArray[np.bool_] | None, of_pairs: NDArray[np.int32]) -> _Sorted:
    rows, scores = asked.pairs[:, 0], asked.scores
    keys = pair_keys(asked)
    if keep is not None:
        rows, scores, of_pairs, keys = rows[keep], scores[keep], of_pairs[keep], keys[keep]
    if not bool((keys[1:] > keys[:-1]).all()):
        order = np.argsort(keys)
        scores, of_pairs, keys = scores[order], of_pairs[order], keys[order]
    counts = np.bincount(rows, minlength=len(asked.mentees))
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return _Sorted(starts, of_pairs, scores.astype(np.int16), keys if asked.previous else None)


def _previous(asked: Round, keys: Ints | None) -> Ints:
    if keys is None or not len(keys):
        return np.zeros(0, dtype=np.int64)
    mentees = {id_: position for position, id_ in enumerate(asked.mentees)}
    mentors = {mentor.id: position for position, mentor in enumerate(asked.mentors)}
    wanted = np.array(
        sorted(
            mentees[mentee] * len(mentors) + mentors[mentor]
            for mentee, mentor in asked.previous
            if mentee in mentees and mentor in mentors
        ),
        dtype=np.int64,
    )
    found = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return found[keys[found] == wanted] if len(wanted) else np.zeros(0, dtype=np.int64)


def merged(some: Ints, others: Ints) -> Ints:
    """The positions in either, rising, each once."""
    together = np.concatenate([some, others])
    together.sort()
    return together[np.append(True, together[1:] != together[:-1])] if len(together) else together
