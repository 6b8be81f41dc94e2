"""Points: they add up, for one pair and for many; what is fresh counts more, who is passed over less."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graph_service.suggestions.scoring import (
    WEIGHTS,
    FeatureName,
    acquaintance,
    features_of,
    freshness,
    ignored,
    intake_closeness,
    order_of,
    score_of,
    scores_of,
)

VALUES = st.dictionaries(st.sampled_from(list(WEIGHTS)), st.floats(0, 3), max_size=8)


@given(VALUES)
def test_points_add_up_to_the_score(values: dict[FeatureName, float]) -> None:
    assert sum(one.points for one in features_of(values)) == score_of(values)


@given(st.lists(VALUES, min_size=1, max_size=5))
def test_many_pairs_score_as_each_does(pairs: list[dict[FeatureName, float]]) -> None:
    columns = {name: np.array([values.get(name, 0.0) for values in pairs]) for name in WEIGHTS}
    assert scores_of(columns).tolist() == [score_of(values) for values in pairs]


@given(VALUES, st.integers(0, 5), st.floats(0.1, 1))
def test_points_still_add_up_for_somebody_passed_over(
    values: dict[FeatureName, float], times: int, factor: float
) -> None:
    points = features_of(values)
    less = ignored(points, times, factor)
    left = sum(one.points for one in points) + (less.points if less else 0)
    assert left == round(score_of(values) * factor**times)


def test_an_order_by_resource_allocation_alone_is_that_of_resource_allocation() -> None:
    allocated = np.round(np.random.default_rng(1).random(500), 3)
    order = order_of({"mutual": allocated}, np.random.default_rng(2).random(500))
    ranks = np.argsort(-order)
    assert (np.diff(allocated[ranks]) <= 0).all()


def test_what_began_lately_counts_more_but_the_old_still_counts() -> None:
    assert freshness(0.0) > freshness(12.0) > freshness(48.0) > freshness(600.0) > 0


def test_moderately_weak_ties_rank_above_strangers_and_the_closest_circle() -> None:
    assert acquaintance(0.0, 0) < acquaintance(0.2, 5) > acquaintance(0.9, 60)


def test_intakes_five_years_apart_are_not_close() -> None:
    assert intake_closeness(np.array([0.0, 4.0, 5.0, np.inf])).tolist() == [1.0, 0.19999999999999996, 0.0, 0.0]
