"""The proof of a result: every aim in turn, with prices over all allowed pairs, in whole numbers.

For one aim: whatever the prices are, no result can have more than the sum of what everybody's best number of places
is worth at these prices, if no open pair weighs more than the prices of its ends (weak duality of linear
programming). A result that has exactly that much is best; the next aim looks at the results that are. Nothing here
trusts the solver: the pairs are read again, every price is checked against every open pair, and what is open is
worked out anew.

The levels of mode `fair` are checked together: the prices of all levels make one vector for each end of a pair, and a
pair is right when the sum of its two vectors, with 1 more at the pair's own level, is not lexicographically below zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph_service.mentoring.matching.aims import PLACED, TOTAL, at_level
from graph_service.mentoring.matching.drafts import Pair, ProofFailed
from graph_service.mentoring.matching.faces import (
    Aim,
    Face,
    Loads,
    Prices,
    loads_of,
    narrowed_bounds,
    positions_in,
    slack,
    whole,
)
from graph_service.mentoring.matching.fairness import Fairness, Level
from graph_service.mentoring.matching.market import Ints, Market
from graph_service.mentoring.matching.rounds import TOP_SCORE, Round, locate


class Shown(NamedTuple):
    """An aim and the prices that are to prove it."""

    aim: Aim
    prices: Prices


class Proved(NamedTuple):
    """An aim, what the result reaches, and the bound, which is the same."""

    aim: Aim
    reached: int
    bound: int


@dataclass(frozen=True, eq=False)
class FairProof:
    """What mode `fair` shows before the total: the placing, a result with the best total, the levels."""

    placed: Prices
    richest: Shown
    richest_placement: Ints
    least: int
    fairness: Fairness


def check_rules(asked: Round, pairs: Sequence[Pair]) -> None:
    """Holds a result to the rules of the round as they were given.

    Raises:
        ProofFailed: a pair is not allowed or forbidden, somebody has two mentors or too many mentees, a lock is
        missing.
    """
    named = [(pair.mentee, pair.mentor) for pair in pairs]
    positions = locate(asked, named)
    for pair, position in zip(pairs, positions, strict=True):
        if position < 0 or int(asked.scores[position]) != pair.score or (pair.mentee, pair.mentor) in asked.forbids:
            raise ProofFailed(f"{pair.mentee!r} with {pair.mentor!r} is not allowed.")
    if len({mentee for mentee, _ in named}) != len(named):
        raise ProofFailed("A mentee has two mentors.")
    if not asked.locks <= set(named):
        raise ProofFailed("A locked pair is missing.")
    taken: dict[str, list[str | None]] = {mentor.id: [] for mentor in asked.mentors}
    for mentee, mentor in named:
        taken[mentor].append(asked.mentee_topics.get(mentee))
    for mentor in asked.mentors:
        topics = taken[mentor.id]
        if len(topics) > mentor.capacity or any(topics.count(topic) > most for topic, most in mentor.topics.items()):
            raise ProofFailed(f"{mentor.id!r} has too many mentees.")


def prove(market: Market, placement: Ints, shown: Sequence[Shown], fair: FairProof | None = None) -> list[Proved]:
    """Checks every aim in turn: `fair` first, where there is one, then each of `shown` on what the one before left.

    Raises:
        ProofFailed: a price is too low for some pair, or the result does not meet a bound.
    """
    face = whole(market)
    done: list[Proved] = []
    if fair is not None:
        face, done = _prove_fair(market, placement, fair)
    for one in shown:
        face, proved = _prove_aim(market, face, placement, one)
        done.append(proved)
    return done


def value(market: Market, aim: Aim, placement: Ints) -> int:
    """What a placement reaches of an aim."""
    used = np.flatnonzero(placement >= 0)
    sum_ = int(aim.weigh(market, used, placement[used]).sum())
    if aim.bonus:
        sum_ += aim.bonus * int(np.minimum(loads_of(market, placement).mentor, market.minimum).sum())
    return sum_


def bound(market: Market, low: Loads, high: Loads, aim: Aim, prices: Prices) -> int:
    """What nothing within these numbers of places can exceed, if no open pair weighs more than its prices."""
    own = prices.desk - prices.mentor[market.desk_mentor]
    bend = np.clip(market.minimum, low.mentor, high.mentor)
    mentors = np.max(
        [
            prices.mentor * number + aim.bonus * np.minimum(number, market.minimum)
            for number in (low.mentor, bend, high.mentor)
        ],
        axis=0,
    )
    people = np.maximum(prices.mentee * low.mentee, prices.mentee * high.mentee)
    return int(people.sum()) + int(np.maximum(own * low.desk, own * high.desk).sum()) + int(mentors.sum())


def _prove_aim(market: Market, face: Face, placement: Ints, shown: Shown) -> tuple[Face, Proved]:
    aim, prices = shown
    proved = _meets(market, face, placement, shown)
    close: list[Ints] = []
    for pairs in face.blocks(market):
        above = slack(market, aim, prices, pairs)
        if (above < 0).any():
            raise ProofFailed(f"A pair weighs more than its prices for {aim.name!r}.")
        close.append(positions_in(pairs.where)[above == 0])
    only = np.concatenate(close) if close else np.zeros(0, dtype=np.int64)
    low, high = narrowed_bounds(market, face, aim, prices)
    face = replace(face, low=low, high=high, only=only)
    _check_on_face(market, face, placement, aim)
    return face, proved


def _meets(market: Market, face: Face, placement: Ints, shown: Shown) -> Proved:
    reached = value(market, shown.aim, placement)
    most = bound(market, face.low, face.high, shown.aim, shown.prices)
    if reached != most:
        raise ProofFailed(f"The result has {reached} for {shown.aim.name!r}, and its bound is {most}.")
    return Proved(shown.aim, reached, most)


def _check_on_face(market: Market, face: Face, placement: Ints, aim: Aim) -> None:
    """Complementary slackness, which follows from the bound: holds the face to what it is said to be."""
    loads = loads_of(market, placement)
    inside = all(
        ((number >= low) & (number <= high)).all() for number, low, high in zip(loads, face.low, face.high, strict=True)
    )
    open_pairs = positions_in(slice(0, len(market.scores))) if face.only is None else face.only
    if not inside or not np.isin(placement[placement >= 0], open_pairs).all():
        raise ProofFailed(f"The result is not among the best for {aim.name!r}.")


def _prove_fair(market: Market, placement: Ints, fair: FairProof) -> tuple[Face, list[Proved]]:
    _prove_aim(market, whole(market), placement, Shown(PLACED, fair.placed))
    richest = _prove_aim(market, whole(market), fair.richest_placement, fair.richest)[1]
    levels = fair.fairness.levels
    last = fair.fairness.face.level
    face, counts = _prove_levels(market, placement, fair.placed, levels, last)
    if value(market, TOTAL, placement) < fair.least:
        raise ProofFailed("More of the total is lost than may be.")
    dear = fair.fairness.too_dear
    scores = market.scores[placement[placement >= 0]]
    if dear.level.score != last + 1 if dear is not None else (scores > last).any():
        raise ProofFailed("A level is neither taken nor too dear.")
    if dear is not None:
        beyond, _ = _prove_levels(market, dear.placement, fair.placed, (*levels, dear.level), last + 1)
        for pairs in beyond.blocks(market):
            if (slack(market, TOTAL, dear.total, pairs) < 0).any():
                raise ProofFailed("A pair weighs more than its prices beyond the last level.")
        if bound(market, beyond.low, beyond.high, TOTAL, dear.total) >= fair.least:
            raise ProofFailed("The level that was not taken is not too dear.")
    return face, [richest, *counts]


def _prove_levels(
    market: Market, placement: Ints, placed: Prices, levels: Sequence[Level], last: int
) -> tuple[Face, list[Proved]]:
    """That the placement has the fewest pairs at each level up to the last, and the face that this leaves.

    A level that is not named, or without prices, needs no pair at all.
    """
    face = whole(market)
    low, high = narrowed_bounds(market, face, PLACED, placed)
    scores = market.scores[placement[placement >= 0]]
    counts: list[Proved] = []
    for level in levels:
        if level.prices is not None:
            aim = at_level(level.score)
            counts.append(_meets(market, replace(face, low=low, high=high), placement, Shown(aim, level.prices)))
            low, high = narrowed_bounds(market, replace(face, low=low, high=high), aim, level.prices)
    priced = [level for level in levels if level.prices is not None]
    free = np.setdiff1d(np.arange(last + 1), [level.score for level in priced])
    if np.isin(scores, free).any():
        raise ProofFailed("The result has a pair at a level that needs none.")
    vectors = _Vectors.of(placed, priced)
    found: list[Ints] = []
    for pairs in face.blocks(market):
        at = vectors.mentee_class[pairs.rows] * len(vectors.desks) + vectors.desk_class[market.desks[pairs.where]]
        own = market.scores[pairs.where]
        if (own > vectors.highest.ravel()[at]).any():
            raise ProofFailed("A pair is better than the prices of the levels allow.")
        stays = np.where(own > last, vectors.cancels.ravel()[at], own == vectors.level.ravel()[at])
        found.append(positions_in(pairs.where)[stays])
    only = np.concatenate(found) if found else np.zeros(0, dtype=np.int64)
    face = replace(face, low=low, high=high, only=only)
    _check_on_face(market, face, placement, PLACED)
    return face, counts


@dataclass(frozen=True, eq=False)
class _Vectors:
    """The prices of the placing and of all levels as vectors, each different one once, and what they say of two ends.

    Attributes:
        highest: up to which score a pair of these classes is proved right.
        cancels: whether the two vectors cancel out, so that a pair above the last level stays open.
        level: the one score at which a pair of these classes stays open, -1 for none.
    """

    mentee_class: Ints
    desk_class: Ints
    desks: NDArray[np.int32]
    highest: NDArray[np.int16]
    cancels: NDArray[np.bool_]
    level: NDArray[np.int16]

    @classmethod
    def of(cls, placed: Prices, priced: Sequence[Level]) -> _Vectors:
        of_levels = [level.prices for level in priced if level.prices is not None]
        mentees = np.stack([placed.mentee - 1, *(prices.mentee for prices in of_levels)], axis=1).astype(np.int32)
        desks = np.stack([placed.desk, *(prices.desk for prices in of_levels)], axis=1).astype(np.int32)
        mentees, mentee_class = _distinct(mentees)
        desks, desk_class = _distinct(desks)
        scores = np.array([-1, *(level.score for level in priced)], dtype=np.int16)
        shape = (len(mentees), len(desks))
        highest, level = np.empty(shape, dtype=np.int16), np.empty(shape, dtype=np.int16)
        cancels = np.empty(shape, dtype=np.bool_)
        for row, vector in enumerate(mentees):
            highest[row], cancels[row], level[row] = _verdicts(vector + desks, scores)
        return cls(mentee_class, desk_class, desks, highest, cancels, level)


def _distinct(rows: NDArray[np.int32]) -> tuple[NDArray[np.int32], Ints]:
    """The different rows, and which of them each row is."""
    numbers: dict[bytes, int] = {}
    which = np.array([numbers.setdefault(row.tobytes(), len(numbers)) for row in rows], dtype=np.int64)
    first = np.unique(which, return_index=True)[1]
    return rows[first], which


def _verdicts(sums: NDArray[np.int32], scores: NDArray[np.int16]) -> tuple[Ints, NDArray[np.bool_], Ints]:
    """Of sums of two vectors: up to which score a pair is right, whether they cancel out, the one level left open."""
    every = np.arange(len(sums))
    differs = sums != 0
    cancels = ~differs.any(axis=1)
    first = np.argmax(differs, axis=1)
    at_first = sums[every, first]
    rest = differs.copy()
    rest[every, first] = False
    ends = ~rest.any(axis=1)
    after = sums[every, np.argmax(rest, axis=1)]
    by_one = (at_first == -1) & (first > 0)
    right = by_one & (ends | (after > 0))
    highest = np.where(cancels | (at_first > 0), TOP_SCORE, np.where(right, scores[first], scores[first] - 1))
    return highest, cancels, np.where(~cancels & by_one & ends, scores[first], -1)
