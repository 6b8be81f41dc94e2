"""Prices that prove a placement best, found from the placement alone: nothing that the solver says is used.

They are longest paths in the residual network (Bellman and Ford), in whole numbers, all nodes in one pass. The lowest
and the highest prices both prove the same; their midpoint, rounded, does as well (the prices are an L-natural-convex
set: Murota, *Discrete Convex Analysis*, 2003) and leaves fewer pairs undecided.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph_service.mentoring.matching.faces import Aim, Face, Loads, Open, Prices, loads_of, positions_in, slack
from graph_service.mentoring.matching.market import Ints, Market

_STEP = 8


@dataclass(frozen=True, eq=False)
class _Residual:
    """The residual network of a placement on some of the pairs, as arrays."""

    market: Market
    face: Face
    loads: Loads
    rows: Ints
    desks: NDArray[np.int32]
    weights: Ints
    first_of_row: Ints
    used_rows: Ints
    used_desks: NDArray[np.int32]
    used_weights: Ints
    gain: Ints
    loss: Ints


def prices_of(market: Market, face: Face, aim: Aim, candidates: Ints, placement: Ints) -> Prices | None:
    """Prices that prove the placement best among the candidates; none when it is not.

    Takes O(passes × candidates) time; the passes are as many as the longest chain of moves has, a few dozen as a rule.
    """
    residual = _residual(market, face, aim, candidates, placement)
    largest = int(np.abs(residual.weights).max(initial=1)) + aim.bonus + 1
    reach = 2 * largest
    while True:
        lowest, highest = _lowest(residual, reach), _highest(residual, reach)
        if lowest is not None and highest is not None:
            return _middle(lowest, highest)
        if reach > 4 * largest * (market.mentees + 2):
            return None
        reach *= _STEP


def _residual(market: Market, face: Face, aim: Aim, candidates: Ints, placement: Ints) -> _Residual:
    rows = market.rows(candidates)
    loads = loads_of(market, placement)
    used = np.flatnonzero(placement >= 0)
    gain = np.where(loads.mentor < market.minimum, aim.bonus, 0)
    loss = np.where(loads.mentor <= market.minimum, aim.bonus, 0)
    return _Residual(
        market=market,
        face=face,
        loads=loads,
        rows=rows,
        desks=market.desks[candidates],
        weights=aim.weigh(market, rows, candidates),
        first_of_row=np.flatnonzero(np.diff(rows, prepend=-1)),
        used_rows=used,
        used_desks=market.desks[placement[used]],
        used_weights=aim.weigh(market, used, placement[used]),
        gain=gain,
        loss=loss,
    )


def _lowest(residual: _Residual, reach: int) -> Prices | None:
    """The lowest prices of mentees, and so the highest of places."""
    market, face, loads = residual.market, residual.face, residual.loads
    mentee = np.full(market.mentees, -reach, dtype=np.int64)
    mentee[(loads.mentee == 1) & (face.low.mentee == 0)] = 0
    desk = np.full(len(market.desk_mentor), reach, dtype=np.int64)
    mentor = np.where(loads.mentor < face.high.mentor, -residual.gain, reach)
    can_give, can_take = loads.desk > face.low.desk, loads.desk < face.high.desk
    givers = market.desk_mentor[can_give]
    named = residual.rows[residual.first_of_row]
    for _ in range(2 * market.mentees + 4):
        np.minimum.at(mentor, givers, desk[can_give])
        np.minimum(desk, mentor[market.desk_mentor], out=desk, where=can_take)
        np.minimum.at(mentor, givers, desk[can_give])
        before = mentee.copy()
        if len(named):
            best = np.maximum.reduceat(residual.weights - desk[residual.desks], residual.first_of_row)
            mentee[named] = np.maximum(mentee[named], best)
        held = desk.copy()
        np.minimum.at(desk, residual.used_desks, residual.used_weights - mentee[residual.used_rows])
        if np.array_equal(before, mentee) and np.array_equal(held, desk):
            return _valid(residual, Prices(mentee, desk, mentor))
        if int(mentee.max(initial=0)) > 2 * reach:
            return None
    return None


def _highest(residual: _Residual, reach: int) -> Prices | None:
    """The highest prices of mentees, and so the lowest of places."""
    market, face, loads = residual.market, residual.face, residual.loads
    mentee = np.full(market.mentees, reach, dtype=np.int64)
    mentee[(loads.mentee == 0) & (face.high.mentee == 1)] = 0
    desk = np.full(len(market.desk_mentor), -reach, dtype=np.int64)
    mentor = np.where(loads.mentor > face.low.mentor, -residual.loss, -reach)
    can_give, can_take = loads.desk > face.low.desk, loads.desk < face.high.desk
    takers = market.desk_mentor[can_take]
    for _ in range(2 * market.mentees + 4):
        held = desk.copy()
        np.maximum.at(desk, residual.desks, residual.weights - mentee[residual.rows])
        np.maximum.at(mentor, takers, desk[can_take])
        np.maximum(desk, mentor[market.desk_mentor], out=desk, where=can_give)
        np.maximum.at(mentor, takers, desk[can_take])
        before = mentee.copy()
        prices = residual.used_weights - desk[residual.used_desks]
        mentee[residual.used_rows] = np.minimum(mentee[residual.used_rows], prices)
        if np.array_equal(before, mentee) and np.array_equal(held, desk):
            return _valid(residual, Prices(mentee, desk, mentor))
        if int(mentee.min(initial=0)) < -2 * reach:
            return None
    return None


def _valid(residual: _Residual, prices: Prices) -> Prices | None:
    """The prices, if they keep every condition of complementary slackness on the candidates."""
    face, loads = residual.face, residual.loads
    own = prices.desk - prices.mentor[residual.market.desk_mentor]
    used = prices.mentee[residual.used_rows] + prices.desk[residual.used_desks]
    kept = (
        (prices.mentee[residual.rows] + prices.desk[residual.desks] >= residual.weights).all()
        and (used == residual.used_weights).all()
        and not ((loads.mentee > face.low.mentee) & (prices.mentee < 0)).any()
        and not ((loads.mentee < face.high.mentee) & (prices.mentee > 0)).any()
        and not ((loads.desk > face.low.desk) & (own < 0)).any()
        and not ((loads.desk < face.high.desk) & (own > 0)).any()
        and not ((loads.mentor > face.low.mentor) & (prices.mentor + residual.loss < 0)).any()
        and not ((loads.mentor < face.high.mentor) & (prices.mentor + residual.gain > 0)).any()
    )
    return prices if kept else None


def _middle(lowest: Prices, highest: Prices) -> Prices:
    return Prices(
        (lowest.mentee + highest.mentee) // 2,
        -((-lowest.desk - highest.desk) // 2),
        -((-lowest.mentor - highest.mentor) // 2),
    )


def missing(market: Market, face: Face, aim: Aim, prices: Prices, most: int) -> Ints:
    """Open pairs that weigh more than the prices of their ends, at most so many for a mentee, the worst first."""
    found: list[Ints] = []
    for pairs in face.blocks(market):
        short = slack(market, aim, prices, pairs)
        wrong = np.flatnonzero(short < 0)
        if len(wrong):
            found.append(_worst(pairs, wrong, short[wrong], most))
    return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)


def _worst(pairs: Open, wrong: Ints, short: Ints, most: int) -> Ints:
    """Ties are scattered, lest all mentees be shown the same few mentors."""
    rows = pairs.rows[wrong]
    scattered = (rows * 7919 + wrong) * 2654435761 & 0xFFFF
    order = np.lexsort((scattered, short, rows))
    sorted_rows = rows[order]
    first = np.flatnonzero(np.diff(sorted_rows, prepend=-1))
    rank = np.arange(len(order)) - np.repeat(first, np.diff(np.append(first, len(order))))
    return positions_in(pairs.where)[wrong[order[rank < most]]]
