"""Mode `fair`: the worst score as high as it can be, then the next worst, at no more than a share of the total.

Levels are scores from the bottom up. At each the fewest pairs that any result needs there is found (levels.py) and
kept from then on. The level stands if the total can still be within the share; the first one that cannot is not
taken, and ends it. So the worst score is the highest that the share pays for; where somebody cannot be better off
than that, the next worst is, and so on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph_service.mentoring.matching.aims import TOTAL, at_level
from graph_service.mentoring.matching.faces import Face, Prices, narrowed_bounds, still_open
from graph_service.mentoring.matching.flows import Best, best
from graph_service.mentoring.matching.levels import Walker, fewest
from graph_service.mentoring.matching.market import Ints, Market, merged

NEAR = 16


class Level(NamedTuple):
    """That no result has fewer pairs at this score: prices that prove it, none where no pair is needed."""

    score: int
    pairs: int
    prices: Prices | None


class TooDear(NamedTuple):
    """The level that ends it, a placement with the fewest pairs there, and prices that prove its total too low."""

    level: Level
    placement: Ints
    total: Prices


@dataclass(frozen=True, eq=False)
class Fairness:
    """The levels that stand, the face they leave, a placement on it and pairs worth looking at."""

    levels: tuple[Level, ...]
    too_dear: TooDear | None
    face: Face
    placement: Ints
    candidates: Ints


def raise_levels(market: Market, face: Face, richest: Best, least: int) -> Fairness:
    """Raises the scores from the bottom up while the total can be `least` or more.

    The face is that of the most placed; the richest result is on it, and its total is at least `least`.
    """
    placement, candidates = richest.placement, richest.candidates
    by_score = np.argsort(market.scores, kind="stable")
    first_at = np.searchsorted(market.scores[by_score], np.arange(1002))
    levels: list[Level] = []
    walker = Walker(market, richest.placement, richest.prices.desk)
    while (score := _next_score(market, placement, face.level)) is not None:
        face = replace(face, level=score - 1)
        prices = fewest(walker, face, score)
        at_score = by_score[first_at[score] : first_at[score + 1]]
        narrower = _narrowed(market, face, prices, score, at_score)
        level = Level(score, _count(market, walker.placement, score), prices if _matter(prices) else None)
        moved = walker.placement.copy()
        if total_of(market, moved) < least:
            open_ = still_open(market, narrower, candidates)
            found = best(market, narrower, TOTAL, merged(open_, moved[moved >= 0]))
            if total_of(market, found.placement) < least:
                return Fairness(
                    tuple(levels), TooDear(level, found.placement, found.prices), face, placement, candidates
                )
            moved, walker = found.placement, walker.placed_anew(found.placement, found.prices.desk)
            candidates = _near(market, found)
        face, placement = narrower, moved
        levels.append(level)
    return Fairness(tuple(levels), None, face, placement, candidates)


def _matter(prices: Prices) -> bool:
    return bool(prices.mentee.any() or prices.desk.any() or prices.mentor.any())


def _next_score(market: Market, placement: Ints, level: int) -> int | None:
    scores = market.scores[placement[placement >= 0]]
    scores = scores[scores > level]
    return int(scores.min()) if len(scores) else None


def _count(market: Market, placement: Ints, score: int) -> int:
    return int(np.count_nonzero(market.scores[placement[placement >= 0]] == score))


def _near(market: Market, found: Best) -> Ints:
    """The pairs closest to their prices: what a slightly smaller face will need."""
    rows = market.rows(found.candidates)
    weights = market.scores[found.candidates].astype(np.int64)
    above = found.prices.mentee[rows] + found.prices.desk[market.desks[found.candidates]] - weights
    most = NEAR * market.mentees
    if len(above) <= most:
        return found.candidates
    return found.candidates[above <= np.partition(above, most)[most]]


def total_of(market: Market, placement: Ints) -> int:
    return int(market.scores[placement[placement >= 0]].sum(dtype=np.int64))


def _narrowed(market: Market, face: Face, prices: Prices, score: int, at_score: Ints) -> Face:
    """The face with the fewest pairs at this score, and all the better ones still open that can be."""
    if not _matter(prices):
        return replace(face, level=score)
    rows = market.rows(at_score)
    desks = market.desks[at_score]
    above = prices.mentee[rows] + prices.desk[desks]
    same = face.mentee_class[rows] == face.desk_class[desks]
    kept = face.kept[prices.mentee[market.rows(face.kept)] + prices.desk[market.desks[face.kept]] == 0]
    low, high = narrowed_bounds(market, face, at_level(score), prices)
    mentee_class, desk_class = refined(face, prices)
    return Face(
        low=low,
        high=high,
        mentee_class=mentee_class,
        desk_class=desk_class,
        level=score,
        kept=np.sort(np.concatenate([kept, at_score[same & (above == -1)]])),
        only=None,
    )


def refined(face: Face, prices: Prices) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Classes so that a mentee and a desk are in one class if they were and their prices cancel out."""
    before = np.concatenate([face.mentee_class, face.desk_class]).astype(np.int64)
    worth = np.concatenate([prices.mentee, -prices.desk])
    worth -= worth.min(initial=0)
    _, classes = np.unique(before * (int(worth.max(initial=0)) + 1) + worth, return_inverse=True)
    classes = classes.astype(np.int32)
    return classes[: len(face.mentee_class)], classes[len(face.mentee_class) :]
