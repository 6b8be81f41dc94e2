"""A round from its input to a proved draft: each aim in turn narrows what is left, until one result is left."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import numpy as np

from graph_service.mentoring.matching.aims import KEPT, drawn, placed_then_total
from graph_service.mentoring.matching.drafts import Draft, MinimumMissed, Pair
from graph_service.mentoring.matching.faces import Face, tight, whole
from graph_service.mentoring.matching.flows import Best, best, first_candidates
from graph_service.mentoring.matching.market import Ints, Market, market_of
from graph_service.mentoring.matching.reasons import unplaced
from graph_service.mentoring.matching.rounds import Mode, Round, check
from graph_service.mentoring.matching.stability import PROPOSERS, blocking_pairs, likings_of

Progress = Callable[[str, float], None]
"""Is told what is being done and which part of the whole is behind it, 0 to 1."""
DRAWS = 2


def silent(_aim: str, _share: float) -> None:
    """Tells nobody."""


def solve(asked: Round, on_progress: Progress = silent) -> Draft:
    """The best draft of a round, proved.

    Raises:
        RoundRefused: the round contradicts itself.
        ProofFailed: a result did not meet its bound. It is never handed out.
    """
    began = perf_counter()
    check(asked)
    market = market_of(asked)
    on_progress("placed", 0.0)
    likings = likings_of(asked, market)
    face = whole(market)
    candidates = first_candidates(market, face)
    first = best(market, face, placed_then_total(market), candidates)
    result = settle(market, tight(market, face, placed_then_total(market), first.prices), first)
    placement = result.placement
    return _draft(asked, market, placement, began, blocking_pairs(market, likings, placement))


def settle(market: Market, face: Face, found: Best) -> Best:
    """The fewest changes, and then the lots, on a face where everything that matters is settled."""
    aims = [KEPT] if len(market.previous) else []
    for aim in [*aims, *(drawn(draw) for draw in range(DRAWS))]:
        assert face.only is not None
        candidates = np.union1d(face.only[:0], found.placement[found.placement >= 0])
        found = best(market, face, aim, candidates)
        face = tight(market, face, aim, found.prices)
    return found


def _draft(asked: Round, market: Market, placement: Ints, began: float, blocking: int) -> Draft:
    pairs = _pairs(asked, market, placement)
    total = sum(pair.score for pair in pairs)
    return Draft(
        pairs=pairs,
        placed=len(pairs),
        total=total,
        worst=min((pair.score for pair in pairs), default=None),
        best_total=total,
        upper_bound=total,
        optimal=True,
        blocking_pairs=blocking,
        favours=PROPOSERS if asked.mode == Mode.STABLE else None,
        unplaced=unplaced(asked, market, placement),
        minimums_missed=_missed(asked, pairs),
        stages=(),
        seconds=perf_counter() - began,
    )


def _pairs(asked: Round, market: Market, placement: Ints) -> tuple[Pair, ...]:
    locked = [Pair(asked.mentees[one.mentee], asked.mentors[one.mentor].id, one.score) for one in market.locked]
    placed = np.flatnonzero(placement >= 0)
    made = [
        Pair(
            asked.mentees[market.mentee_at[mentee]],
            asked.mentors[market.desk_mentor[market.desks[placement[mentee]]]].id,
            int(market.scores[placement[mentee]]),
        )
        for mentee in placed
    ]
    return tuple(sorted(locked + made))


def _missed(asked: Round, pairs: tuple[Pair, ...]) -> tuple[MinimumMissed, ...]:
    placed = {mentor.id: 0 for mentor in asked.mentors}
    for pair in pairs:
        placed[pair.mentor] += 1
    return tuple(
        sorted(
            MinimumMissed(mentor.id, mentor.minimum, placed[mentor.id])
            for mentor in asked.mentors
            if placed[mentor.id] < mentor.minimum
        )
    )
