"""How well a mentor suits a mentee: a score from 0 to 1000 that is the sum of the points of ten named features.

    points of a feature = its value x its weight, rounded; what is unknown has the points of the programme's prior
    score = the sum of the points

Values and weights are whole thousandths, so `score_all` (two million pairs as arrays, in batch.py beside this) and
`score` (one pair, with what it rests on) give the same number, to the last point; features.py has the table of them.
The weights are judgements in round figures, and belong to a programme. Nothing here asks a database.
"""

from __future__ import annotations

from typing import NamedTuple

from graph_service.mentoring.batch import ScoreTable, score_all
from graph_service.mentoring.features import FEATURES, Evidence
from graph_service.mentoring.profiles import Profile
from graph_service.mentoring.weights import (
    DEFAULT_RULES,
    DEFAULT_WEIGHTS,
    FULL,
    FeatureName,
    Pool,
    Priors,
    Rules,
    Weights,
    WeightsInvalid,
)

__all__ = [
    "DEFAULT_RULES",
    "DEFAULT_WEIGHTS",
    "Feature",
    "FeatureName",
    "Pool",
    "Priors",
    "Rules",
    "Score",
    "ScoreTable",
    "Weights",
    "WeightsInvalid",
    "score",
    "score_all",
]


class Feature(NamedTuple):
    """One reason of a score: what was found (0 to 1, None when unknown), what it weighs, the points that makes."""

    name: FeatureName
    value: float | None
    weight: float
    points: int
    evidence: tuple[Evidence, ...] = ()


class Score(NamedTuple):
    """A score from 0 to 1000, the features whose points add up to it, and how much of the weight is known, 0 to 1."""

    total: int
    features: tuple[Feature, ...]
    coverage: float


def score(mentee: Profile, mentor: Profile, pool: Pool, weights: Weights = DEFAULT_WEIGHTS) -> Score:
    """How well this mentor suits this mentee, and why.

    >>> nothing_known = score(Profile("a"), Profile("b"), Pool(now=24300))
    >>> nothing_known.total, nothing_known.coverage, nothing_known.features[0].value
    (300, 0.0, None)
    """
    features: list[Feature] = []
    for name, feature in FEATURES.items():
        found = feature(mentee, mentor, pool)
        value = None if found.value is None else found.value / FULL
        weight = weights.of(name)
        features.append(Feature(name, value, weight / FULL, weights.points(name, found.value), found.evidence))
    known = sum(weights.of(one.name) for one in features if one.value is not None)
    return Score(sum(one.points for one in features), tuple(features), known / FULL)
