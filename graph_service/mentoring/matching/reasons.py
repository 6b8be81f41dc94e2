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

import numpy as np

from graph_service.mentoring.matching.drafts import Unplaced
from graph_service.mentoring.matching.market import Ints, Market
from graph_service.mentoring.matching.rounds import Round

NO_ALLOWED_PAIR = "no_allowed_pair"
ALL_PAIRS_FORBIDDEN = "all_pairs_forbidden"
NO_PLACES = "no_places"
TOPIC_FULL = "topic_full"
MENTORS_FULL = "mentors_full"


def unplaced(asked: Round, market: Market, placement: Ints) -> tuple[Unplaced, ...]:
    """Everybody without a place, by id, with the reasons."""
    left = [int(market.mentee_at[mentee]) for mentee in np.flatnonzero(placement < 0)]
    taken = np.bincount(
        np.concatenate(
            [market.desk_mentor[market.desks[placement[placement >= 0]]], [lock.mentor for lock in market.locked]]
        ).astype(np.int64),
        minlength=len(asked.mentors),
    )
    chosen = np.zeros(len(asked.mentees), dtype=bool)
    chosen[left] = True
    allowed: dict[int, list[int]] = {position: [] for position in left}
    for position in np.flatnonzero(chosen[asked.pairs[:, 0]]) if left else ():
        allowed[int(asked.pairs[position, 0])].append(int(asked.pairs[position, 1]))
    return tuple(
        sorted(
            Unplaced(asked.mentees[position], _reasons(asked, taken, position, allowed[position])) for position in left
        )
    )


def _reasons(asked: Round, taken: Ints, mentee: int, allowed: list[int]) -> tuple[str, ...]:
    if not allowed:
        return (NO_ALLOWED_PAIR,)
    own = asked.mentees[mentee]
    mentors = [asked.mentors[mentor] for mentor in allowed if (own, asked.mentors[mentor].id) not in asked.forbids]
    if not mentors:
        return (ALL_PAIRS_FORBIDDEN,)
    free = {asked.mentors[mentor].id for mentor in allowed if taken[mentor] < asked.mentors[mentor].capacity}
    if not any(mentor.capacity for mentor in mentors):
        return (NO_PLACES,)
    reasons = [TOPIC_FULL] if any(mentor.id in free for mentor in mentors) else []
    if any(mentor.capacity and mentor.id not in free for mentor in mentors):
        reasons.append(MENTORS_FULL)
    return tuple(reasons)
