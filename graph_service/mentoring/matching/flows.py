"""OR-Tools' min-cost flow on a part of the pairs, and the others priced in until prices over all prove the result.

The network: a mentee sends one unit over a pair to a desk, from there to the mentor, from there to the sink; who may
stay without a place has an arc of their own. Only the placement is taken from the solver (Goldberg's cost scaling);
prices.py finds the prices.
"""
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportArgumentType=false

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from graph_service.mentoring.matching.drafts import ProofFailed
from graph_service.mentoring.matching.faces import Aim, Face, Prices
from graph_service.mentoring.matching.market import Ints, Market, merged
from graph_service.mentoring.matching.prices import missing, prices_of
from graph_service.mentoring.matching.rounds import TOP_SCORE

AT_FIRST = 12
PRICED_IN = 6
FINE = 256


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
        placement = _flow(market, face, aim, candidates)
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


def first_candidates(market: Market, face: Face, aim: Aim) -> Ints:
    """For each mentee the pairs that look best once the mentors whom everybody wants have become dearer."""
    price = np.zeros(len(market.desk_mentor), dtype=np.int64)
    rows = list(face.rows(market))
    weights = [aim.weigh(market, np.full(len(pairs), mentee), pairs) for mentee, pairs in enumerate(rows)]
    unit = max(1, max((int(own.max() - own.min()) for own in weights if len(own)), default=0) // TOP_SCORE)
    weights = [own * FINE + (pairs * 2654435761 >> 12 & FINE - 1) for own, pairs in zip(weights, rows, strict=True)]
    desks = [market.desks[pairs] for pairs in rows]
    for step in (120, 80, 50, 35, 25, 15, 10, 6):
        wanted = np.zeros_like(price)
        for own, at in zip(weights, desks, strict=True):
            if len(own):
                wanted[at[(own - price[at]).argmax()]] += 1
        change = np.where(wanted > market.desk_limit, step, np.where(wanted < market.desk_limit, -step // 2, 0))
        price = np.maximum(price + change * unit * FINE, 0)
    chosen = [pairs[_top(own - price[at], AT_FIRST)] for pairs, own, at in zip(rows, weights, desks, strict=True)]
    return np.sort(np.concatenate([np.zeros(0, dtype=np.int64), *chosen]))


def _top(values: Ints, most: int) -> Ints:
    if len(values) <= most:
        return np.arange(len(values))
    return np.argpartition(values, len(values) - most)[-most:]


def _flow(market: Market, face: Face, aim: Aim, candidates: Ints) -> Ints:
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
