"""Who would rather have whom: blocking pairs in every mode, and deferred acceptance for mode `stable`.

Both sides rank by what they put first, then by score. A pair that is allowed but not matched *blocks* when

- the mentee would rather have this mentor than the one they have, or has none, and
- the mentor would rather have this mentee: there is a place for them (at the mentor and for their topic), or somebody
  whom the mentor likes less would make room; where the topic is full, somebody of the same topic.

Rather means higher: a tie is no reason to leave. Locked pairs are staff's decision, so nobody leaves or makes room in
them. Deferred acceptance (Gale and Shapley, 1962; capacities within limits: Fleiner, 2003) breaks ties by lot and
lets mentees propose.
"""

from __future__ import annotations

import heapq
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from graph_service.mentoring.matching.faces import loads_of, whole
from graph_service.mentoring.matching.lots import BITS
from graph_service.mentoring.matching.market import Ints, Market
from graph_service.mentoring.matching.rounds import TOP_SCORE, Preferences, Round

PROPOSERS = "mentees"
NOBODY = 1 << 40


class Likings(NamedTuple):
    """How high each pair stands with its mentee and with its mentor."""

    mentee: NDArray[np.int32] | NDArray[np.int16]
    mentor: NDArray[np.int32] | NDArray[np.int16]


def likings_of(asked: Round, market: Market) -> Likings:
    """Scores, and above them those whom somebody put first."""
    mentee, mentor = market.scores, market.scores
    mentees = {asked.mentees[at]: own for own, at in enumerate(cast("list[int]", market.mentee_at.tolist()))}
    mentors = {places.id: at for at, places in enumerate(asked.mentors)}
    if asked.mentee_preferences:
        mentee = market.scores.astype(np.int32)
        _put_first(market, mentee, asked.mentee_preferences, mentees, mentors, by_mentee=True)
    if asked.mentor_preferences:
        mentor = market.scores.astype(np.int32)
        _put_first(market, mentor, asked.mentor_preferences, mentees, mentors, by_mentee=False)
    return Likings(mentee, mentor)


def _put_first(
    market: Market,
    liking: NDArray[np.int32],
    wishes: Preferences,
    mentees: dict[str, int],
    mentors: dict[str, int],
    *,
    by_mentee: bool,
) -> None:
    wanted: list[tuple[int, int]] = []
    for owner, wished in wishes.items():
        for place, other in enumerate(wished):
            mentee, mentor = (owner, other) if by_mentee else (other, owner)
            if mentee in mentees:
                key = mentees[mentee] * len(mentors) + mentors[mentor]
                wanted.append((key, TOP_SCORE + len(wished) - place))
    if not wanted or not len(liking):
        return
    keys = market.rows(np.arange(len(liking))) * len(mentors)
    keys += market.desk_mentor[market.desks]
    table = np.array(wanted, dtype=np.int64)
    sought, worth = table[:, 0], table[:, 1]
    found = np.minimum(np.searchsorted(keys, sought), len(keys) - 1)
    allowed = keys[found] == sought
    liking[found[allowed]] = worth[allowed]


def blocking_pairs(market: Market, likings: Likings, placement: Ints) -> int:
    """How many pairs block the placement."""
    placed = np.flatnonzero(placement >= 0)
    has = np.full(market.mentees, -1, dtype=np.int64)
    has[placed] = likings.mentee[placement[placed]]
    needed = _needed(market, likings, placement[placed])
    return sum(
        int(
            np.count_nonzero(
                (likings.mentee[pairs.where] > has[pairs.rows])
                & (likings.mentor[pairs.where] > needed[market.desks[pairs.where]])
            )
        )
        for pairs in whole(market).blocks(market)
    )


def _needed(market: Market, likings: Likings, used: Ints) -> Ints:
    """Above which liking each desk takes somebody more."""
    loads = loads_of(market, used)
    of_desk = np.full(len(market.desk_mentor), NOBODY, dtype=np.int64)
    np.minimum.at(of_desk, market.desks[used], likings.mentor[used])
    of_mentor = np.full(len(market.capacity), NOBODY, dtype=np.int64)
    np.minimum.at(of_mentor, market.desk_mentor, of_desk)
    mentor_full = (loads.mentor >= market.capacity)[market.desk_mentor]
    desk_full = loads.desk >= market.desk_limit
    return np.where(desk_full, of_desk, np.where(mentor_full, of_mentor[market.desk_mentor], -1))


def deferred_acceptance(market: Market, likings: Likings) -> Ints:
    """The stable placement that no mentee can better: the position of each mentee's pair, -1 for none."""
    held: list[list[tuple[int, int, int]]] = [[] for _ in market.desk_mentor]
    desks_of: list[list[int]] = [[] for _ in market.capacity]
    for desk, mentor in enumerate(cast("list[int]", market.desk_mentor.tolist())):
        desks_of[mentor].append(desk)
    orders: list[Ints | None] = [None] * market.mentees
    asked_for = [0] * market.mentees
    placement = np.full(market.mentees, -1, dtype=np.int64)
    waiting = list(range(market.mentees))
    while waiting:
        mentee = waiting.pop()
        order = orders[mentee]
        if order is None:
            order = orders[mentee] = _wishes(market, likings, mentee)
        if asked_for[mentee] == len(order):
            continue
        position = int(order[asked_for[mentee]])
        asked_for[mentee] += 1
        placement[mentee] = position
        desk = int(market.desks[position])
        standing = _keys(market, likings.mentor, np.array([mentee]), np.array([position]))
        heapq.heappush(held[desk], (int(standing[0]), mentee, desk))
        refused = _refused(market, held, desks_of[int(market.desk_mentor[desk])], desk)
        if refused is not None:
            placement[refused] = -1
            waiting.append(refused)
    return placement


def _wishes(market: Market, likings: Likings, mentee: int) -> Ints:
    positions = np.arange(int(market.starts[mentee]), int(market.starts[mentee + 1]))
    keys = _keys(market, likings.mentee, np.full(len(positions), mentee), positions)
    return positions[np.argsort(-keys)]


def _keys(market: Market, liking: NDArray[np.int32] | NDArray[np.int16], rows: Ints, positions: Ints) -> Ints:
    return (liking[positions].astype(np.int64) << BITS) | market.lots(rows, positions, 0)


def _refused(market: Market, held: list[list[tuple[int, int, int]]], desks: list[int], desk: int) -> int | None:
    if len(held[desk]) > market.desk_limit[desk]:
        return heapq.heappop(held[desk])[1]
    if sum(len(held[own]) for own in desks) > market.capacity[market.desk_mentor[desk]]:
        return heapq.heappop(held[min((held[own][0], own) for own in desks if held[own])[1]])[1]
    return None
