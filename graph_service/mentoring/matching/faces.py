"""The results that are still in the running: which pairs are open, and how many each person and desk must and can take.

Every aim of a round narrows the face to the results that reach it. Complementary slackness says how: a pair whose
ends are priced above its weight is closed, and where a price is not 0 the places are fixed at the end of their range.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from graph_service.mentoring.matching.market import Ints, Market

Where = slice | Ints
"""Which pairs: a range of them, or their positions."""


def positions_in(where: Where) -> Ints:
    """The positions of these pairs, one by one."""
    return np.arange(cast("int", where.start), cast("int", where.stop)) if isinstance(where, slice) else where


class Open(NamedTuple):
    """Open pairs of a block of mentees: the mentee of each, and where the pairs are."""

    rows: Ints
    where: Where


class Aim(NamedTuple):
    """What a stage makes as large as it can be: the sum of the weights of the pairs.

    Attributes:
        bonus: comes on top for each place of a minimum that is taken.
        unit: where two aims are one weight, how much one of the first is worth in the second.
    """

    name: str
    weigh: Callable[[Market, Ints, Where], Ints]
    bonus: int = 0
    unit: int = 0


class Prices(NamedTuple):
    """What it is worth to have one more mentee, one more place at a desk, one more place with a mentor.

    A desk's price contains that of its mentor.
    """

    mentee: Ints
    desk: Ints
    mentor: Ints


class Loads(NamedTuple):
    """How many are placed: for each mentee 0 or 1, for each desk and each mentor the number."""

    mentee: Ints
    desk: Ints
    mentor: Ints


def loads_of(market: Market, placement: Ints) -> Loads:
    """How full everything is when each mentee gets the pair at this position; -1 is no place."""
    desk = np.bincount(market.desks[placement[placement >= 0]], minlength=len(market.desk_mentor)).astype(np.int64)
    mentor = np.zeros(len(market.capacity), dtype=np.int64)
    np.add.at(mentor, market.desk_mentor, desk)
    return Loads((placement >= 0).astype(np.int64), desk, mentor)


@dataclass(frozen=True, eq=False)
class Face:
    """What is still open.

    Attributes:
        low, high: how many each mentee, desk and mentor must and can take.
        mentee_class, desk_class: only pairs within one class are open.
        level: pairs that score this or less are closed, but for `kept`.
        kept: positions of low pairs that stay open, rising.
        only: when set, the positions of the open pairs, rising; classes and level do not count then.
    """

    low: Loads
    high: Loads
    mentee_class: NDArray[np.int32]
    desk_class: NDArray[np.int32]
    level: int
    kept: Ints
    only: Ints | None

    def blocks(self, market: Market) -> Iterator[Open]:
        """All open pairs, block by block."""
        if self.only is not None:
            yield Open(market.rows(self.only), self.only)
            return
        divided = bool(self.mentee_class.any() or self.desk_class.any())
        for first, last in market.blocks():
            begin, end = int(market.starts[first]), int(market.starts[last])
            counts = np.diff(market.starts[first : last + 1])
            rows = np.repeat(np.arange(first, last), counts)
            if not divided and self.level < 0:
                yield Open(rows, slice(begin, end))
                continue
            is_open = market.scores[begin:end] > self.level
            if divided:
                own = np.repeat(self.mentee_class[first:last], counts)
                is_open &= own == self.desk_class[market.desks[begin:end]]
            low, high = np.searchsorted(self.kept, (begin, end))
            is_open[self.kept[low:high] - begin] = True
            chosen = np.flatnonzero(is_open)
            yield Open(rows[chosen], chosen + begin)


def whole(market: Market) -> Face:
    """The face before any aim: every allowed pair, nobody has to be placed."""
    counts = (market.mentees, len(market.desk_mentor), len(market.capacity))
    return Face(
        low=Loads(*(np.zeros(count, dtype=np.int64) for count in counts)),
        high=Loads(np.ones(counts[0], dtype=np.int64), market.desk_limit.copy(), market.capacity.copy()),
        mentee_class=np.zeros(counts[0], dtype=np.int32),
        desk_class=np.zeros(counts[1], dtype=np.int32),
        level=-1,
        kept=np.zeros(0, dtype=np.int64),
        only=None,
    )


def still_open(market: Market, face: Face, positions: Ints) -> Ints:
    """Those of these pairs that are open on the face."""
    rows = market.rows(positions)
    is_open = face.mentee_class[rows] == face.desk_class[market.desks[positions]]
    is_open &= market.scores[positions] > face.level
    return positions[is_open | np.isin(positions, face.kept)]


def slack(market: Market, aim: Aim, prices: Prices, pairs: Open) -> Ints:
    """How far the prices of a pair's ends are above its weight; below 0 the prices prove nothing."""
    above = prices.mentee[pairs.rows] + prices.desk[market.desks[pairs.where]]
    above -= aim.weigh(market, pairs.rows, pairs.where)
    return above


def narrowed_bounds(market: Market, face: Face, aim: Aim, prices: Prices) -> tuple[Loads, Loads]:
    """How many everybody must and can take in the results that these prices prove best."""
    own = prices.desk - prices.mentor[market.desk_mentor]
    sides = (
        _fixed(prices.mentee, face.low.mentee, face.high.mentee),
        _fixed(own, face.low.desk, face.high.desk),
        _fixed_with_bonus(market, face, aim.bonus, prices.mentor),
    )
    return Loads(*(side[0] for side in sides)), Loads(*(side[1] for side in sides))


def _fixed(price: Ints, low: Ints, high: Ints) -> tuple[Ints, Ints]:
    return np.where(price > 0, high, low), np.where(price < 0, low, high)


def _fixed_with_bonus(market: Market, face: Face, bonus: int, price: Ints) -> tuple[Ints, Ints]:
    if not bonus:
        return _fixed(price, face.low.mentor, face.high.mentor)
    low, high = face.low.mentor, face.high.mentor
    bend = np.clip(market.minimum, low, high)
    fewest = np.where(price > 0, high, np.where(price + bonus > 0, bend, low))
    most = np.where(price + bonus < 0, low, np.where(price < 0, bend, high))
    return fewest, most


def tight(market: Market, face: Face, aim: Aim, prices: Prices) -> Face:
    """The face narrowed to the results that these prices prove best for the aim."""
    found = [positions_in(pairs.where)[slack(market, aim, prices, pairs) == 0] for pairs in face.blocks(market)]
    low, high = narrowed_bounds(market, face, aim, prices)
    only = np.concatenate(found) if found else np.zeros(0, dtype=np.int64)
    return replace(face, low=low, high=high, only=only)
