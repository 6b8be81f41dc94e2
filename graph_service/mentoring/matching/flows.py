"""OR-Tools' min-cost flow on a part of the pairs, and the others priced in until prices over all prove the result.

The network: a mentee sends one unit over a pair to a desk, from there to the mentor, from there to the sink; who may
stay without a place has an arc of their own. Only the placement is taken from the solver (Goldberg's cost scaling);
prices.py finds the prices.
"""
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportArgumentType=false

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph_service.mentoring.matching.drafts import ProofFailed
from graph_service.mentoring.matching.faces import Aim, Face, Prices, Where, positions_in
from graph_service.mentoring.matching.market import Ints, Market, merged
from graph_service.mentoring.matching.prices import missing, prices_of
from graph_service.mentoring.matching.rounds import TOP_SCORE

AT_FIRST = 12
PRICED_IN = 6
FINE = 256
NARROW = 1 << 30
"""Below this, numbers and what is taken from them fit into 32 bits."""


class Best(NamedTuple):
    """The best placement on a face, the prices that prove it, and the pairs that were looked at."""

    placement: Ints
    prices: Prices
    candidates: Ints


def best(market: Market, face: Face, aim: Aim, candidates: Ints) -> Best:
    """The best placement on the face. `candidates` (rising) must hold one placement that the face allows.

    Raises:
        ProofFailed: the solver's placement has no prices that prove it.
    """
    while True:
        placement = best_of(market, face, aim, candidates)
        found = prices_of(market, face, aim, candidates, placement)
        if found is None:
            raise ProofFailed(f"No prices prove the placement best for {aim.name!r}.")
        more = missing(market, face, aim, found, PRICED_IN)
        if not len(more):
            return Best(placement, found, candidates)
        candidates = merged(candidates, more)


def proved(market: Market, face: Face, aim: Aim, candidates: Ints, placement: Ints) -> Best:
    """Prices for a placement that is known to be best, from pairs priced in as they are needed."""
    while True:
        found = prices_of(market, face, aim, candidates, placement)
        if found is None:
            raise ProofFailed(f"No prices prove the placement best for {aim.name!r}.")
        more = missing(market, face, aim, found, PRICED_IN)
        if not len(more):
            return Best(placement, found, candidates)
        candidates = merged(candidates, more)


class _Offers(NamedTuple):
    """Open pairs of a block: where the pairs of each mentee who has any begin and end, what they weigh, their desks."""

    where: Where
    begins: Ints
    ends: Ints
    weights: Ints | NDArray[np.int32]
    desks: NDArray[np.int32]


def first_candidates(market: Market, face: Face, aim: Aim) -> Ints:
    """For each mentee the pairs that look best once the mentors whom everybody wants have become dearer."""
    offers, unit = _offers(market, face, aim)
    price = np.zeros(len(market.desk_mentor), dtype=np.int64)
    for step in (120, 80, 50, 35, 25, 15, 10, 6):
        wanted = np.zeros_like(price)
        for some in offers:
            worth = _worth(some, price)
            most = np.repeat(np.maximum.reduceat(worth, some.begins), some.ends - some.begins)
            best_ones = (worth == most).nonzero()[0]
            first_of_row = best_ones[best_ones.searchsorted(some.begins)]
            wanted += np.bincount(some.desks[first_of_row], minlength=len(price))
        change = np.where(wanted > market.desk_limit, step, np.where(wanted < market.desk_limit, -step // 2, 0))
        price = np.maximum(price + change * unit * FINE, 0)
    chosen = [np.zeros(0, dtype=np.int64)]
    for some in offers:
        worth, positions = _worth(some, price), positions_in(some.where)
        for begin, end in zip(some.begins.tolist(), some.ends.tolist(), strict=True):
            chosen.append(positions[begin:end][_top(worth[begin:end], AT_FIRST)])
    return np.sort(np.concatenate(chosen))


def _offers(market: Market, face: Face, aim: Aim) -> tuple[list[_Offers], int]:
    """What there is to choose from, and how much of a weight is worth a point of a score."""
    offers: list[_Offers] = []
    unit, widest = 1, 1
    for pairs in face.blocks(market):
        if not len(pairs.rows):
            continue
        weights = aim.weigh(market, pairs.rows, pairs.where)
        begins = np.flatnonzero(np.diff(pairs.rows, prepend=-1))
        ends = np.append(begins[1:], len(weights))
        range_ = np.maximum.reduceat(weights, begins) - np.minimum.reduceat(weights, begins)
        unit = max(unit, int(range_.max()) // TOP_SCORE)
        widest = max(widest, int(np.abs(weights).max()))
        weights = weights * FINE + (positions_in(pairs.where) * 2654435761 >> 12 & FINE - 1)
        offers.append(_Offers(pairs.where, begins, ends, weights, market.desks[pairs.where]))
    if max(widest, unit * TOP_SCORE) * FINE < NARROW:
        offers = [some._replace(weights=some.weights.astype(np.int32)) for some in offers]
    return offers, unit


def _worth(some: _Offers, price: Ints) -> Ints | NDArray[np.int32]:
    return some.weights - price.astype(some.weights.dtype)[some.desks]


def _top(values: Ints | NDArray[np.int32], most: int) -> Ints:
    if len(values) <= most:
        return np.arange(len(values))
    return np.argpartition(values, len(values) - most)[-most:]


def best_of(market: Market, face: Face, aim: Aim, candidates: Ints) -> Ints:
    """The best placement on the candidates alone: the position of each mentee's pair, -1 for none."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    rows = market.rows(candidates)
    desk_at, mentor_at = market.mentees, market.mentees + len(market.desk_mentor)
    sink = mentor_at + len(market.capacity)
    flow = SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(
        rows,
        desk_at + market.desks[candidates].astype(np.int64),
        face.high.mentee[rows],
        -aim.weigh(market, rows, candidates),
    )
    free = np.flatnonzero((face.low.mentee == 0) & (face.high.mentee == 1))
    _add(flow, free, np.full(len(free), sink), np.ones(len(free), dtype=np.int64), 0)
    desks = np.arange(len(market.desk_mentor))
    _add(flow, desk_at + desks, mentor_at + market.desk_mentor, face.high.desk - face.low.desk, 0)
    mentors = mentor_at + np.arange(len(market.capacity))
    bend = np.clip(market.minimum, face.low.mentor, face.high.mentor)
    _add(flow, mentors, np.full(len(mentors), sink), bend - face.low.mentor, -aim.bonus)
    _add(flow, mentors, np.full(len(mentors), sink), face.high.mentor - bend, 0)
    supply = np.zeros(sink + 1, dtype=np.int64)
    supply[: market.mentees] = face.high.mentee
    supply[desk_at:mentor_at] = -face.low.desk
    np.add.at(supply, mentor_at + market.desk_mentor, face.low.desk)
    supply[mentor_at:sink] -= face.low.mentor
    supply[sink] = -int(supply.sum())
    flow.set_nodes_supplies(np.arange(sink + 1), supply)
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise ProofFailed(f"The solver ends with {status} for {aim.name!r}.")
    used = np.flatnonzero(flow.flows(np.arange(len(candidates))))
    placement = np.full(market.mentees, -1, dtype=np.int64)
    placement[rows[used]] = candidates[used]
    return placement


def _add(flow: object, tails: Ints, heads: Ints, capacities: Ints, cost: int) -> None:
    used = capacities > 0
    flow.add_arcs_with_capacity_and_unit_cost(  # type: ignore[attr-defined]
        tails[used], heads[used], capacities[used], np.full(int(used.sum()), cost, dtype=np.int64)
    )
