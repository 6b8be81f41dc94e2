"""Is the matching any good? Measured where it is known who suits whom: a school with planted careers and decoys.

Beside the deployed way stand greedy choice by score, first come first served, plain industry match and chance, all
under the same gates and capacities. docs/mentoring.md says what each figure is; all are means over several schools.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph_service.mentoring.exposure import gini, sought, spread
from graph_service.mentoring.matching import Mode, Places, Round, solve
from graph_service.mentoring.planting import EACH, Chance, School, blurred, contrasts, planted_school
from graph_service.mentoring.scoring import DEFAULT_WEIGHTS, FeatureName, Score, Weights, score, score_all
from graph_service.mentoring.weights import FEATURE_NAMES, FULL

LISTED = 5
NARROWED = 100
BLURS = ((0.1, 0.02), (0.2, 0.05), (0.4, 0.1), (0.6, 0.2))
TIGHT = 1
"""Places of each mentor where there are too few for all."""
Table = NDArray[np.int64]
Assignment = dict[int, int]
"""Positions of mentors by positions of mentees."""


class Market(NamedTuple):
    """Scores of all pairs, -1 where a pair is not allowed, and how many places each mentor has."""

    school: School
    scores: Table
    places: int


def evaluated(mentees: int, seeds: int) -> dict[str, Any]:
    """All figures, for so many mentees and as many schools."""
    results = [_one_school(mentees, np.random.default_rng([seed, 5])) for seed in range(seeds)]
    return {"mentees": mentees, "seeds": seeds, **_mean(results)}


def _mean(results: Sequence[Any]) -> Any:
    first = results[0]
    if isinstance(first, Mapping):
        names: list[str] = list(first)  # pyright: ignore[reportUnknownArgumentType]
        return {name: _mean([one[name] for one in results]) for name in names}
    return round(sum(results) / len(results), 4)


def _one_school(mentees: int, chance: Chance) -> dict[str, Any]:
    school = planted_school(mentees, chance)
    market = _market(school, EACH)
    return {
        "mentors": len(school.mentors),
        "lists": _lists(market),
        "exposure": exposure(market, chance),
        "methods": {name: _figures(market, assign(market, chance)) for name, assign in METHODS.items()},
        "ablation": ablation(school),
        "blurred": {
            f"{missing:.0%} missing, {wrong:.0%} wrong": _lists(_market(blurred(school, missing, wrong, chance), EACH))
            for missing, wrong in BLURS
        },
        "groups": groups(school, chance),
    }


def _market(school: School, places: int, weights: Weights = DEFAULT_WEIGHTS) -> Market:
    mentors = [replace(one, capacity=places) for one in school.mentors]
    table = score_all(school.mentees, mentors, school.pool, weights)
    return Market(school, np.where(table.gates == 0, table.scores.astype(np.int64), -1), places)


# --- lists ------------------------------------------------------------------------------------------------------------
def _lists(market: Market) -> dict[str, float]:
    """How often the planted mentor comes first, or among the first five, and how often a decoy comes before."""
    school, fooled, decoyed = market.school, 0, 0
    ranks: list[int] = []
    for mentee, planted in enumerate(school.planted):
        row = market.scores[mentee]
        ranks.append(int((row > row[planted]).sum()) + int((row == row[planted])[:planted].sum()))
        if planted in school.decoys:
            decoyed += 1
            fooled += bool(row[school.decoys[planted]] >= row[planted])
    return {
        "planted_first": sum(rank == 0 for rank in ranks) / len(ranks),
        "planted_in_5": sum(rank < LISTED for rank in ranks) / len(ranks),
        "decoy_before": fooled / max(1, decoyed),
    }


def exposure(market: Market, chance: Chance) -> dict[str, float]:
    """How evenly mentors are shown when all mentees ask one after another: plain lists, and spread ones."""
    shown_to = [0] * len(market.school.mentors)
    plain = [0] * len(market.school.mentors)
    sums = {"plain": 0, "spread": 0}
    for mentee in chance.permutation(len(market.school.mentees)):
        row = market.scores[mentee]
        best = [int(one) for one in np.argsort(-row, kind="stable")[:NARROWED] if row[one] >= 0]
        demand = [sought(shown_to[one], 0) for one in best]
        chosen = [best[place] for place in spread([int(row[one]) for one in best], demand, LISTED)]
        for one in best[:LISTED]:
            plain[one] += 1
        for one in chosen:
            shown_to[one] += 1
        sums["plain"] += int(row[best[:LISTED]].sum())
        sums["spread"] += int(row[chosen].sum())
    return {
        "gini_plain": gini(plain),
        "gini": gini(shown_to),
        "mean_score_kept": sums["spread"] / sums["plain"],
    }


# --- rounds -----------------------------------------------------------------------------------------------------------
def _deployed(market: Market, chance: Chance) -> Assignment:
    del chance
    people = market.school
    mentees = [one.id for one in people.mentees]
    mentors = [one.id for one in people.mentors]
    pairs = np.argwhere(market.scores >= 0).astype(np.int32)
    draft = solve(
        Round(
            mentees=tuple(mentees),
            mentors=tuple(Places(one, market.places) for one in mentors),
            pairs=pairs,
            scores=market.scores[pairs[:, 0], pairs[:, 1]].astype(np.int32),
            mode=Mode.FAIR,
        )
    )
    by_mentee = {one: place for place, one in enumerate(mentees)}
    by_mentor = {one: place for place, one in enumerate(mentors)}
    return {by_mentee[pair.mentee]: by_mentor[pair.mentor] for pair in draft.pairs}


def _greedy(market: Market, chance: Chance) -> Assignment:
    del chance
    return _taken_in_order(market, np.argwhere(market.scores >= 0), market.scores)


def _first_come(market: Market, chance: Chance) -> Assignment:
    left = [market.places] * market.scores.shape[1]
    found: Assignment = {}
    for mentee in chance.permutation(len(market.school.mentees)):
        open_to = [one for one in range(len(left)) if left[one] and market.scores[mentee, one] >= 0]
        if open_to:
            best = max(open_to, key=lambda one: (market.scores[mentee, one], -one))
            found[int(mentee)] = best
            left[best] -= 1
    return found


def _same_industry(market: Market, chance: Chance) -> Assignment:
    """Whoever works in the industry that the mentee wants, in any order."""
    wanted = [frozenset(one.goal.industries) for one in market.school.mentees]
    there = [
        frozenset(code for job in one.positions if job.current for code in job.industries)
        for one in market.school.mentors
    ]
    same = np.array([[not goal.isdisjoint(now) for now in there] for goal in wanted], np.int64)
    pairs = chance.permutation(np.argwhere(market.scores >= 0))
    return _taken_in_order(market, pairs, same)


def _random(market: Market, chance: Chance) -> Assignment:
    pairs = chance.permutation(np.argwhere(market.scores >= 0))
    return _taken_in_order(market, pairs, np.zeros_like(market.scores))


def _taken_in_order(market: Market, pairs: NDArray[np.int64], by: Table) -> Assignment:
    left = [market.places] * market.scores.shape[1]
    found: Assignment = {}
    for place in np.argsort(-by[pairs[:, 0], pairs[:, 1]], kind="stable"):
        mentee, mentor = int(pairs[place, 0]), int(pairs[place, 1])
        if mentee not in found and left[mentor]:
            found[mentee] = mentor
            left[mentor] -= 1
    return found


METHODS: Mapping[str, Callable[[Market, Chance], Assignment]] = {
    "deployed": _deployed,
    "greedy_by_score": _greedy,
    "first_come_first_served": _first_come,
    "same_industry": _same_industry,
    "random": _random,
}


def _figures(market: Market, made: Assignment) -> dict[str, float]:
    scores = [int(market.scores[mentee, mentor]) for mentee, mentor in made.items()]
    everybody = len(market.school.mentees)
    return {
        "placed": len(made) / everybody,
        "planted": sum(market.school.planted[mentee] == mentor for mentee, mentor in made.items()) / everybody,
        "mean_score": sum(scores) / max(1, len(scores)),
        "worst_score": min(scores, default=0),
        "total": sum(scores),
    }


# --- features, groups -------------------------------------------------------------------------------------------------
def ablation(school: School) -> dict[str, dict[str, float]]:
    """How often the right one of two mentors who differ in one feature is ahead: with that feature, and without."""
    wins: dict[FeatureName, list[tuple[float, float]]] = {name: [] for name in FEATURE_NAMES}
    for mentee, planted in list(zip(school.mentees, school.planted, strict=True))[: 10 * EACH]:
        mentor = school.mentors[planted]
        for name, two in contrasts(mentee, mentor, school.pool).items():
            right, wrong = score(two.mentee, two.right, two.pool), score(two.mentee, two.other, two.other_pool)
            wins[name].append((_ahead(right, wrong, None), _ahead(right, wrong, name)))
    return {
        name: {
            "told_apart": sum(full for full, _ in pairs) / len(pairs),
            "without": sum(less for _, less in pairs) / len(pairs),
        }
        for name, pairs in wins.items()
    }


def _ahead(right: Score, wrong: Score, left_out: FeatureName | None) -> float:
    """1 when the right one is ahead, 1/2 when they are even, 0 otherwise."""
    a, b = (sum(one.points for one in scored.features if one.name != left_out) for scored in (right, wrong))
    return 1.0 if a > b else 0.5 if a == b else 0.0


def groups(school: School, chance: Chance) -> dict[str, dict[str, float]]:
    """What becomes of a group of mentees of whom less is known, where there are too few places for all."""
    market = _market(blurred(school, 0.4, 0.0, chance, only_group=1), TIGHT)
    found: dict[str, dict[str, float]] = {}
    for name, assign in METHODS.items():
        made = assign(market, chance)
        well, badly = (_of_group(market, made, group) for group in (0, 1))
        found[name] = {
            "placed_well_known": well[0],
            "placed_little_known": badly[0],
            "placement_gap": well[0] - badly[0],
            "score_gap": (well[1] - badly[1]) / FULL,
        }
    return found


def _of_group(market: Market, made: Assignment, group: int) -> tuple[float, float]:
    members = [mentee for mentee, of in enumerate(market.school.group) if of == group]
    scores = [int(market.scores[one, made[one]]) for one in members if one in made]
    return len(scores) / max(1, len(members)), sum(scores) / max(1, len(scores))
