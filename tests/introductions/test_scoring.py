"""The rule of the ranking, without a database."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from graph_service.connections.ties import Context, Period, Tie, TieEvidence, TieNumbers, Ties
from graph_service.introductions.scoring import Bridge, Scoring, Stay, Target, Weights, arithmetic

NOW = 24300


def knows(strength: float) -> Tie:
    return Tie(strength, [TieEvidence("knows", None, strength)])


def scoring(*contexts: Context, **numbers: float) -> Scoring:
    return Scoring(Ties(TieNumbers(), NOW), Weights(**numbers), {one.id: one for one in contexts})


@pytest.mark.parametrize(
    ("stay", "expected"),
    [
        (None, 1.0),
        (Stay(NOW - 500, None, True), 1.0),
        (Stay(NOW - 80, NOW - 60, False), 0.5),
        (Stay(NOW - 60, None, False), 0.5),
        (Stay(None, None, False), 0.25),
        (Stay(None, NOW + 5, False), 1.0),
    ],
)
def test_the_longer_ago_somebody_left_the_less_it_counts(stay: Stay | None, expected: float) -> None:
    assert Weights().recency(stay, NOW) == expected


def test_each_step_of_requests_ranks_down() -> None:
    weights = Weights(load_factor=0.5)
    assert [weights.load(steps) for steps in range(4)] == [1, 0.5, 0.25, 0.125]


def test_a_busy_introducer_comes_after_one_who_is_not() -> None:
    rule = scoring()
    bridges = [Bridge("busy", knows(0.8), 2), Bridge("free", knows(0.8), 0)]
    target = Target("t", frozenset(("busy", "free")), {}, None)
    found = rule.best_pairs(bridges, {"busy": {}, "free": {}}, [target], 10)[0]
    assert [one.bridge.id for one in found] == ["free", "busy"]
    assert found[1].score == pytest.approx(0.8 * 0.8 * 0.64)
    assert arithmetic(found[1]) == "0.8 × 0.8 × 1 × 0.64 = 0.4096"


def test_who_is_there_comes_before_who_left() -> None:
    rule = scoring()
    there, left = Stay(NOW - 9, None, True), Stay(NOW - 99, NOW - 12, False)
    targets = [Target(name, frozenset("b"), {}, stay) for name, stay in (("left", left), ("there", there))]
    found = rule.best_pairs([Bridge("b", knows(0.5), 0)], {"b": {}}, targets, 10)[0]
    assert [one.target.id for one in found] == ["there", "left"]


def test_nobody_introduces_somebody_to_themselves() -> None:
    rule = scoring(Context("cohort", "law", 5, NOW))
    times = {"law": [Period()]}
    target = Target("b", frozenset(), times, None)
    assert rule.best_pairs([Bridge("b", knows(0.5), 0)], {"b": times}, [target], 10) == ([], 0)


def test_the_best_bridges_are_those_whose_introductions_can_be_best() -> None:
    bridges = [Bridge("a", knows(0.8), 3), Bridge("b", knows(0.5), 0), Bridge("c", knows(0.5), 0)]
    assert [one.id for one in scoring().best_bridges(bridges, 2)] == ["b", "c"]


def test_the_order_does_not_depend_on_the_order_of_what_was_found() -> None:
    order = random.Random(4)
    rule = scoring(Context("cohort", "law", 5, NOW), Context("group", "wx", 30))
    bridges = [Bridge(name, knows(order.choice((0.5, 0.8))), order.randrange(2)) for name in "abcde"]
    times = {one.id: {"law": [Period()]} if order.random() < 0.5 else {"wx": [Period()]} for one in bridges}
    targets = [
        Target(f"t{number}", frozenset(order.sample("abcde", 2)), {"law": [Period()]}, Stay(None, None, True))
        for number in range(6)
    ]
    ranked, found = rule.best_pairs(bridges, times, targets, 100)
    for most in (1, 4, 9, found):
        order.shuffle(targets)
        order.shuffle(bridges)
        assert rule.best_pairs(bridges, times, targets, most) == (ranked[:most], found)
    assert len(ranked) == found > 9
    assert all(one.score >= other.score - 1e-9 for one, other in pairwise(ranked))


CONTEXTS = (
    Context("cohort", "law", 5, NOW - 40),
    Context("employer", "bank", 30),
    Context("event", "fair", 90, NOW - 7),
    Context("group", "wx", 60),
    Context("group", "all", 900),
)


def some_times(order: random.Random) -> dict[str, list[Period]]:
    return {
        one.id: [Period(NOW - order.randrange(20, 90), order.choice((None, NOW - order.randrange(20))))]
        for one in CONTEXTS
        if order.random() < 0.5
    }


def test_what_is_passed_over_because_it_is_too_weak_is_counted_and_would_not_have_been_among_the_best() -> None:
    order = random.Random(11)
    rule, passed_over = scoring(*CONTEXTS), 0
    for _ in range(50):
        bridges = [Bridge(name, knows(order.choice((0.3, 0.8))), order.randrange(3)) for name in "abcdef"]
        times = {one.id: some_times(order) for one in bridges}
        targets = [
            Target(
                order.choice(("a", f"t{number}")),
                frozenset(order.sample("abcdef", order.randrange(2))),
                some_times(order),
                Stay(NOW - 99, NOW - order.randrange(90), order.random() < 0.3),
            )
            for number in range(20)
        ]
        ranked, found = rule.best_pairs(bridges, times, targets, 1_000)
        best, counted = rule.best_pairs(bridges, times, targets, 3)
        assert (best, counted) == (ranked[:3], found)
        assert len(ranked) == found
        passed_over += found - len(best)
    assert passed_over > 1_000


def test_a_pair_is_as_strong_as_the_tie_that_is_shown_for_it() -> None:
    order = random.Random(9)
    rule = scoring(*CONTEXTS)
    bridges = [Bridge(name, knows(0.8), 0) for name in "abcdef"]
    of_bridges = {one.id: some_times(order) for one in bridges}
    targets = [
        Target(f"t{number}", frozenset(order.sample("abcdef", 1)), some_times(order), None) for number in range(20)
    ]
    pairs, _ = rule.best_pairs(bridges, of_bridges, targets, 1_000)
    assert {(one.bridge.id, one.target.id): one.far for one in pairs} == {
        (one.id, target.id): tie.strength
        for one in bridges
        for target in targets
        if (tie := rule.tie(one.id in target.known, of_bridges[one.id], target.times))
    }
    assert len(pairs) > 60
