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

from graph_service.mentoring.matching.aims import KEPT, TOTAL, at_level
from graph_service.mentoring.matching.faces import Face, Prices, narrowed_bounds, still_open
from graph_service.mentoring.matching.flows import Best, best, best_of
from graph_service.mentoring.matching.levels import Walker, fewest
from graph_service.mentoring.matching.market import Ints, Market, merged
from graph_service.mentoring.matching.rounds import TOP_SCORE

NEAR = 16
FEW = 3
STEEPNESS = 6
"""What is lost grows about with this power of the distance from the foot: only a guess, of where to look next."""
CLOSE = 8
"""Within so many scores what is lost grows as it did lately."""


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
    """The levels that stand, the face they leave, and the highest total on it."""

    levels: tuple[Level, ...]
    too_dear: TooDear | None
    face: Face
    richest: Best


def raise_levels(market: Market, face: Face, richest: Best, least: int) -> Fairness:
    """Raises the scores from the bottom up while the total can be `least` or more.

    The face is that of the most placed; the richest result is on it, and its total is at least `least`. Where a draft
    before is known, it says where to begin and how far up to look first, and nothing else.
    """
    if not (richest.placement >= 0).any():
        return Fairness((), None, face, best(market, face, TOTAL, richest.candidates))
    climb = _Climb(market, face, richest, least)
    stands, dear = climb.foot, TOP_SCORE + 1
    while dear - stands > 1 and not climb.is_top(stands):
        score = climb.guess(stands, dear)
        if climb.can_pay_for(score):
            stands = score
        else:
            dear = score
    return climb.fairness(stands, None if climb.is_top(stands) else dear)


class _Step(NamedTuple):
    """A level, the face that it leaves, and a placement on it; before the first one there is no level."""

    level: Level | None
    face: Face
    placement: Ints


class _Climb:
    """The levels one after the other, whatever they cost, and the highest totals that they leave.

    The levels are climbed as far as somebody asks. The more of them, the lower the highest total, so the last one that
    can be paid for is searched for like a word in a dictionary: where it should be by the totals that are known.
    """

    def __init__(self, market: Market, face: Face, richest: Best, least: int) -> None:
        self.market, self.least = market, least
        self.by_score = np.argsort(market.scores, kind="stable")
        self.first_at = np.searchsorted(market.scores[self.by_score], np.arange(TOP_SCORE + 2))
        self.foot = int(_scores(market, richest.placement).min()) - 1
        self.totals = {self.foot: total_of(market, richest.placement)}
        self.found: dict[int, Best] = {}
        self.candidates = richest.candidates
        start = _like_before(market, face, richest.placement)
        self.walker = Walker(market, start, richest.prices.desk)
        self.steps = [_Step(None, face, start)]
        self.hints = _hints(market)

    def is_top(self, score: int) -> bool:
        """Whether nobody is left above this score to whom something better could be given."""
        self._climb_to(score)
        return self._next() is None

    def can_pay_for(self, score: int) -> bool:
        """Whether a result with all levels up to this score still has the total that there must be."""
        self._climb_to(score)
        return total_of(self.market, self._step(score).placement) >= self.least or self._total(score) >= self.least

    def guess(self, stands: int, dear: int) -> int:
        """A score between one that can be paid for and one that cannot, near the last one that can."""
        while self.hints:
            hint = self.hints.pop(0)
            if stands < hint < dear:
                return hint
        if stands == self.foot and dear > TOP_SCORE:
            return max(self._as_far_as_is_cheap(), stands + 1)
        may_lose = self._total(stands) - self.least
        if dear <= TOP_SCORE:
            score = stands + (dear - stands) * may_lose // (self._total(stands) - self._total(dear))
        else:
            score = stands + int(self._step_up(stands, may_lose))
        return min(max(score, stands + 1), dear - 1)

    def _step_up(self, stands: int, may_lose: int) -> float:
        """How much further up that much of the total may last, rather too little than too much."""
        before = max((score for score in self.totals if score < stands), default=stands)
        lately = (self._total(before) - self._total(stands)) / max(stands - before, 1)
        if may_lose < CLOSE * lately:
            return may_lose / lately
        lost = max(self._total(self.foot) - self._total(stands), 1)
        return (stands - self.foot) * (((lost + may_lose) / lost) ** (1 / STEEPNESS) - 1)

    def fairness(self, stands: int, dear: int | None) -> Fairness:
        """What comes of it when this score is the last one that can be paid for, and this one is the next."""
        levels = tuple(step.level for step in self.steps if step.level and step.level.score <= stands)
        too_dear = None
        if dear is not None:
            step, best_there = self._step(dear), self._best(dear)
            level = step.level if step.level and step.level.score == dear else Level(dear, 0, None)
            too_dear = TooDear(level, best_there.placement, best_there.prices)
        return Fairness(levels, too_dear, self._face(stands), self._best(stands))

    def _as_far_as_is_cheap(self) -> int:
        """As far up as the moves that the levels ask for use up what may be lost."""
        while self._next() is not None and total_of(self.market, self.steps[-1].placement) >= self.least:
            self._climb()
        return self.steps[-1].face.level

    def _next(self) -> int | None:
        scores = _scores(self.market, self.walker.placement)
        scores = scores[scores > self.steps[-1].face.level]
        return int(scores.min()) if len(scores) else None

    def _climb_to(self, score: int) -> None:
        while (above := self._next()) is not None and above <= score:
            self._climb()

    def _climb(self) -> None:
        """The next level at which somebody is: as few pairs there as can be."""
        score = self._next()
        if score is None:
            return
        face = replace(self.steps[-1].face, level=score - 1)
        prices = fewest(self.walker, face, score)
        at_score = self.by_score[self.first_at[score] : self.first_at[score + 1]]
        pairs = int(np.count_nonzero(_scores(self.market, self.walker.placement) == score))
        level = Level(score, pairs, prices if _matter(prices) else None)
        narrower = _narrowed(self.market, face, prices, score, at_score)
        self.steps.append(_Step(level, narrower, self.walker.placement.copy()))

    def _step(self, score: int) -> _Step:
        return next(step for step in reversed(self.steps) if step.level is None or step.level.score <= score)

    def _face(self, score: int) -> Face:
        return replace(self._step(score).face, level=score)

    def _total(self, score: int) -> int:
        if score not in self.totals:
            self.totals[score] = total_of(self.market, self._best(score).placement)
        return self.totals[score]

    def _best(self, score: int) -> Best:
        """The highest total with all levels up to this score."""
        if score not in self.found:
            face, used = self._face(score), self._step(score).placement
            candidates = merged(still_open(self.market, face, self.candidates), used[used >= 0])
            self.found[score] = best(self.market, face, TOTAL, candidates)
            self.candidates = _near(self.market, self.found[score])
            if score >= self.steps[-1].face.level:
                self.walker = self.walker.placed_anew(self.found[score].placement, self.found[score].prices.desk)
        return self.found[score]


def _like_before(market: Market, face: Face, placement: Ints) -> Ints:
    """A placement with many pairs of the draft before; the given one where there was none."""
    before = still_open(market, face, market.previous)
    return best_of(market, face, KEPT, merged(before, placement[placement >= 0])) if len(before) else placement


def _hints(market: Market) -> list[int]:
    """How far up the draft before seems to have come, and one more: so many have the first score that is not closed."""
    if not len(market.previous):
        return []
    counts = np.bincount(market.scores[market.previous])
    most_below = np.maximum.accumulate(np.append(0, counts[:-1]))
    last = int((counts / (most_below + FEW)).argmax()) - 1
    return [last, last + 1]


def _scores(market: Market, placement: Ints) -> NDArray[np.int16]:
    return market.scores[placement[placement >= 0]]


def _matter(prices: Prices) -> bool:
    return bool(prices.mentee.any() or prices.desk.any() or prices.mentor.any())


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
    return int(_scores(market, placement).sum(dtype=np.int64))


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
