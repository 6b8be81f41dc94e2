"""A round from its input to a proved draft: each aim in turn narrows what is left, until one result is left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from time import perf_counter

import numpy as np

from graph_service.mentoring.matching.aims import KEPT, PLACED, TOTAL, drawn, placed_then_total, total_then_placed
from graph_service.mentoring.matching.drafts import Draft, MinimumMissed, Pair, ProofFailed, Stage
from graph_service.mentoring.matching.faces import Aim, Face, narrowed_bounds, tight, whole
from graph_service.mentoring.matching.fairness import raise_levels, refined, total_of
from graph_service.mentoring.matching.flows import Best, best, first_candidates, proved
from graph_service.mentoring.matching.market import Ints, Market, market_of, merged
from graph_service.mentoring.matching.proofs import FairProof, Proved, Shown, check_rules, prove
from graph_service.mentoring.matching.reasons import unplaced
from graph_service.mentoring.matching.rounds import Mode, Round, check, loss_allowed
from graph_service.mentoring.matching.single import is_single
from graph_service.mentoring.matching.stability import PROPOSERS, blocking_pairs, deferred_acceptance, likings_of

Progress = Callable[[str, float], None]
"""Is told what is being done and about which part of the whole is behind it, 0 to 1."""
MOST_DRAWS = 8
FEW_PAIRS = 60


def silent(_doing: str, _share: float) -> None:
    """Tells nobody."""


@dataclass(eq=False)
class _Solved:
    """A placement, what is to prove it, and the highest total it is compared with."""

    placement: Ints
    best_total: int
    shown: list[Shown] = field(default_factory=list[Shown])
    fair: FairProof | None = None


def solve(asked: Round, on_progress: Progress = silent) -> Draft:
    """The best draft of a round, proved.

    Raises:
        RoundRefused: the round contradicts itself.
        ProofFailed: a result did not meet its bound. It is never handed out.
    """
    began = perf_counter()
    on_progress("reading", 0.0)
    check(asked)
    market = market_of(asked)
    solved = _SOLVERS[asked.mode](asked, market, on_progress)
    on_progress("proving", 0.9)
    stages = prove(market, solved.placement, solved.shown, solved.fair)
    draft = _draft(asked, market, solved, stages)
    check_rules(asked, draft.pairs)
    on_progress("done", 1.0)
    return replace(draft, seconds=perf_counter() - began)


def _by_one_aim(asked: Round, market: Market, aim: Aim, on_progress: Progress) -> _Solved:
    on_progress(aim.name, 0.1)
    face = whole(market)
    found = best(market, face, aim, first_candidates(market, face, TOTAL))
    solved = _Solved(found.placement, total_of(market, found.placement), [Shown(aim, found.prices)])
    _settle(market, tight(market, face, aim, found.prices), solved, on_progress)
    return solved


def _solve_participation(asked: Round, market: Market, on_progress: Progress) -> _Solved:
    return _by_one_aim(asked, market, placed_then_total(market), on_progress)


def _solve_score(asked: Round, market: Market, on_progress: Progress) -> _Solved:
    return _by_one_aim(asked, market, total_then_placed(market), on_progress)


def _solve_fair(asked: Round, market: Market, on_progress: Progress) -> _Solved:
    on_progress("placed", 0.1)
    aim, everything = placed_then_total(market), whole(market)
    richest = best(market, everything, aim, first_candidates(market, everything, TOTAL))
    placed = proved(market, everything, PLACED, richest.candidates, richest.placement)
    most = total_of(market, richest.placement)
    locked = sum(lock.score for lock in market.locked)
    least = most - loss_allowed(most + locked, asked.max_total_loss)
    on_progress("levels", 0.2)
    face = _most_placed(market, everything, placed)
    fairness = raise_levels(market, face, richest, least)
    on_progress("total", 0.7)
    found = fairness.richest
    solved = _Solved(found.placement, most, [Shown(TOTAL, found.prices)])
    solved.fair = FairProof(placed.prices, Shown(aim, richest.prices), richest.placement, least, fairness)
    _settle(market, tight(market, fairness.face, TOTAL, found.prices), solved, on_progress)
    return solved


def _most_placed(market: Market, face: Face, placed: Best) -> Face:
    low, high = narrowed_bounds(market, face, PLACED, placed.prices)
    together = placed.prices._replace(mentee=placed.prices.mentee - 1)
    mentee_class, desk_class = refined(face, together)
    return replace(face, low=low, high=high, mentee_class=mentee_class, desk_class=desk_class)


def _solve_stable(asked: Round, market: Market, on_progress: Progress) -> _Solved:
    on_progress("total", 0.1)
    face, aim = whole(market), total_then_placed(market)
    richest = best(market, face, aim, first_candidates(market, face, TOTAL))
    prove(market, richest.placement, [Shown(aim, richest.prices)])
    on_progress("proposals", 0.5)
    placement = deferred_acceptance(market, likings_of(asked, market))
    return _Solved(placement, total_of(market, richest.placement))


_SOLVERS: dict[Mode, Callable[[Round, Market, Progress], _Solved]] = {
    Mode.FAIR: _solve_fair,
    Mode.PARTICIPATION: _solve_participation,
    Mode.SCORE: _solve_score,
    Mode.STABLE: _solve_stable,
}


def _settle(market: Market, face: Face, solved: _Solved, on_progress: Progress) -> None:
    """The fewest changes, and then lots, until one result is left of those that are equally good."""
    on_progress("lots", 0.8)
    aims = ([KEPT] if len(market.previous) else []) + [drawn(draw) for draw in range(MOST_DRAWS)]
    for aim in aims:
        if is_single(market, face, solved.placement):
            return
        few = face.only is not None and len(face.only) <= FEW_PAIRS * market.mentees
        candidates = face.only if few and face.only is not None else first_candidates(market, face, aim)
        found = best(market, face, aim, merged(candidates, solved.placement[solved.placement >= 0]))
        solved.placement = found.placement
        solved.shown.append(Shown(aim, found.prices))
        face = tight(market, face, aim, found.prices)
    if not is_single(market, face, solved.placement):
        raise ProofFailed(f"{MOST_DRAWS} draws of lots leave more than one result.")


def _draft(asked: Round, market: Market, solved: _Solved, proofs: list[Proved]) -> Draft:
    placement = solved.placement
    pairs = _pairs(asked, market, placement)
    locked = sum(lock.score for lock in market.locked)
    blocking = blocking_pairs(market, likings_of(asked, market), placement)
    if asked.mode == Mode.STABLE and blocking:
        raise ProofFailed(f"{blocking} pairs block a result that is to be stable.")
    total = total_of(market, placement) + locked
    return Draft(
        pairs=pairs,
        placed=len(pairs),
        total=total,
        worst=min((pair.score for pair in pairs), default=None),
        best_total=solved.best_total + locked,
        upper_bound=solved.best_total + locked if asked.mode == Mode.STABLE else total,
        optimal=True,
        blocking_pairs=blocking,
        favours=PROPOSERS if asked.mode == Mode.STABLE else None,
        unplaced=unplaced(asked, market, placement),
        minimums_missed=_missed(asked, pairs),
        stages=tuple(stage for proof in proofs for stage in _stages(proof)),
        seconds=0.0,
    )


def _stages(proof: Proved) -> list[Stage]:
    """The aims of one proof, each with its own number; fewer pairs at a level are better, so those turn their sign."""
    name, reached, bound = proof.aim.name, proof.reached, proof.bound
    if proof.aim.unit:
        first, second = name.split(", ")
        both = zip(divmod(reached, proof.aim.unit), divmod(bound, proof.aim.unit), strict=True)
        return [Stage(aim, *numbers) for aim, numbers in zip((first, second), both, strict=True)]
    sign = -1 if name.startswith("level") else 1
    return [Stage(name, sign * reached, sign * bound)]


def _pairs(asked: Round, market: Market, placement: Ints) -> tuple[Pair, ...]:
    locked = [Pair(asked.mentees[one.mentee], asked.mentors[one.mentor].id, one.score) for one in market.locked]
    made = [
        Pair(
            asked.mentees[int(market.mentee_at[mentee])],
            asked.mentors[int(market.desk_mentor[market.desks[placement[mentee]]])].id,
            int(market.scores[placement[mentee]]),
        )
        for mentee in np.flatnonzero(placement >= 0)
    ]
    return tuple(sorted(locked + made))


def _missed(asked: Round, pairs: tuple[Pair, ...]) -> tuple[MinimumMissed, ...]:
    placed = {mentor.id: 0 for mentor in asked.mentors}
    for pair in pairs:
        placed[pair.mentor] += 1
    missed = [
        MinimumMissed(mentor.id, mentor.minimum, placed[mentor.id])
        for mentor in asked.mentors
        if placed[mentor.id] < mentor.minimum
    ]
    return tuple(sorted(missed))
