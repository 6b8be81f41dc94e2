"""Why somebody was left out, as codes.

| code | what it means |
|---|---|
| `no_allowed_pair` | no pair of theirs is allowed: gates or the minimum score excluded every mentor |
| `all_pairs_forbidden` | staff forbade every pair that was allowed |
| `no_places` | the mentors who are allowed offer no place at all |
| `topic_full` | an allowed mentor has a place, but none left for the mentee's topic |
| `mentors_full` | every allowed mentor who offers places has given them to others |
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph_service.mentoring.matching.drafts import Unplaced
from graph_service.mentoring.matching.faces import loads_of
from graph_service.mentoring.matching.market import Ints, Market
from graph_service.mentoring.matching.rounds import Round, locate

NO_ALLOWED_PAIR = "no_allowed_pair"
ALL_PAIRS_FORBIDDEN = "all_pairs_forbidden"
NO_PLACES = "no_places"
TOPIC_FULL = "topic_full"
MENTORS_FULL = "mentors_full"


def unplaced(asked: Round, market: Market, placement: Ints) -> tuple[Unplaced, ...]:
    """Everybody without a place, by id, with the reasons."""
    left = market.mentee_at[placement < 0]
    count = len(asked.mentees)
    is_left = np.zeros(count, dtype=bool)
    is_left[left] = True
    positions = np.flatnonzero(is_left[asked.pairs[:, 0]]) if len(left) else np.zeros(0, dtype=np.int64)
    rows, mentors = asked.pairs[positions, 0], asked.pairs[positions, 1]
    forbidden = np.isin(positions, np.array(locate(asked, sorted(asked.forbids)), dtype=np.int64))
    capacity = np.array([mentor.capacity for mentor in asked.mentors], dtype=np.int64)
    full = _taken(market, placement) >= capacity

    def have(pairs: NDArray[np.bool_]) -> NDArray[np.bool_]:
        return np.bincount(rows[pairs], minlength=count) > 0

    free = ~forbidden
    offers = free & (capacity[mentors] > 0)
    signs = _Signs(
        allowed=have(np.ones(len(rows), dtype=bool)),
        permitted=have(free),
        offered=have(offers),
        open_=have(offers & ~full[mentors]),
        full=have(offers & full[mentors]),
    )
    return tuple(sorted(Unplaced(asked.mentees[mentee], signs.reasons(mentee)) for mentee in left.tolist()))


def _taken(market: Market, placement: Ints) -> Ints:
    taken = loads_of(market, placement).mentor
    np.add.at(taken, [lock.mentor for lock in market.locked], 1)
    return taken


class _Signs(NamedTuple):
    """For each mentee whether they have a pair that is allowed, not forbidden, with a mentor who offers places, …"""

    allowed: NDArray[np.bool_]
    permitted: NDArray[np.bool_]
    offered: NDArray[np.bool_]
    open_: NDArray[np.bool_]
    full: NDArray[np.bool_]

    def reasons(self, mentee: int) -> tuple[str, ...]:
        """The codes for this mentee."""
        if not self.allowed[mentee]:
            return (NO_ALLOWED_PAIR,)
        if not self.permitted[mentee]:
            return (ALL_PAIRS_FORBIDDEN,)
        if not self.offered[mentee]:
            return (NO_PLACES,)
        return (TOPIC_FULL,) * bool(self.open_[mentee]) + (MENTORS_FULL,) * bool(self.full[mentee])
