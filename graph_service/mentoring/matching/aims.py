"""The aims of a round as weights of pairs; faces.py says what a stage does with them."""

from __future__ import annotations

import numpy as np

from graph_service.mentoring.matching.faces import Aim, Where, positions_in
from graph_service.mentoring.matching.market import Ints, Market
from graph_service.mentoring.matching.rounds import TOP_SCORE


def _ones(_market: Market, rows: Ints, _where: Where) -> Ints:
    return np.ones(len(rows), dtype=np.int64)


def _scores(market: Market, _rows: Ints, where: Where) -> Ints:
    return market.scores[where].astype(np.int64)


def _kept(market: Market, rows: Ints, where: Where) -> Ints:
    positions = positions_in(where)
    if not len(market.previous):
        return np.zeros(len(rows), dtype=np.int64)
    nearest = np.minimum(np.searchsorted(market.previous, positions), len(market.previous) - 1)
    return (market.previous[nearest] == positions).astype(np.int64)


PLACED = Aim("placed", _ones, bonus=1)
"""Most mentees placed, and as few places short of the minimums as possible. The two never compete: placing one more
mentee along an augmenting path takes nobody away from any mentor."""
TOTAL = Aim("total", _scores)
KEPT = Aim("unchanged", _kept)


def placed_unit(market: Market) -> int:
    """More than all scores of all mentees together."""
    return TOP_SCORE * market.mentees + 1


def placed_then_total(market: Market) -> Aim:
    """First `PLACED`, then `TOTAL`, as one weight."""
    unit = placed_unit(market)

    def weigh(market: Market, rows: Ints, where: Where) -> Ints:
        return _scores(market, rows, where) + unit

    return Aim("placed, total", weigh, bonus=unit, unit=unit)


def total_then_placed(market: Market) -> Aim:
    """First `TOTAL`, then `PLACED`, as one weight."""
    unit = 2 * market.mentees + 1

    def weigh(market: Market, rows: Ints, where: Where) -> Ints:
        return _scores(market, rows, where) * unit + 1

    return Aim("total, placed", weigh, bonus=1, unit=unit)


def drawn(draw: int) -> Aim:
    """The highest sum of lots."""

    def weigh(market: Market, rows: Ints, where: Where) -> Ints:
        positions = positions_in(where)
        return market.lots(rows, positions, draw)

    return Aim("lots", weigh)


def at_level(score: int) -> Aim:
    """As few pairs at this score as can be."""

    def weigh(market: Market, _rows: Ints, where: Where) -> Ints:
        return -(market.scores[where] == score).astype(np.int64)

    return Aim(f"level {score}", weigh)
