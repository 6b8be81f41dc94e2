"""Rounds larger than enumeration can go, held to SciPy and NetworkX, and what a draft says of those left out."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from graph_service.mentoring.matching import (
    Draft,
    MinimumMissed,
    Mode,
    Places,
    ProofFailed,
    Round,
    Unplaced,
    flows,
    solve,
    solving,
)
from graph_service.mentoring.matching.aims import PLACED, TOTAL
from graph_service.mentoring.matching.faces import whole
from graph_service.mentoring.matching.market import market_of
from tests.mentoring.matching.brute import draw_round, scores_of
from tests.mentoring.matching.test_proofs import grid


def scipy_total(asked: Round) -> int:
    """The best total by SciPy's assignment, one column for each place."""
    matrix = np.zeros((len(asked.mentees), len(asked.mentors)), dtype=np.int64)
    matrix[asked.pairs[:, 0], asked.pairs[:, 1]] = asked.scores
    columns = np.repeat(np.arange(len(asked.mentors)), [mentor.capacity for mentor in asked.mentors])
    rows, chosen = linear_sum_assignment(matrix[:, columns], maximize=True)
    return int(matrix[:, columns][rows, chosen].sum())


@pytest.mark.parametrize("capacity", [1, 2, 5])
@pytest.mark.parametrize("seed", [1, 2])
def test_the_total_is_that_of_scipy(capacity: int, seed: int) -> None:
    asked = grid(90, 40, seed=seed, capacity=capacity, mode=Mode.SCORE)
    draft = solve(asked)
    assert draft.total == draft.upper_bound == scipy_total(asked)


def test_the_placed_and_the_total_are_those_of_networkx_on_few_pairs() -> None:
    generator = np.random.default_rng(23)
    for _ in range(15):
        asked = draw_round(generator, Mode.PARTICIPATION, most=40, rules=False)
        graph = nx.DiGraph()
        for (mentee, mentor), score in scores_of(asked).items():
            graph.add_edge(("mentee", mentee), ("mentor", mentor), capacity=1, weight=-score)
            graph.add_edge("all", ("mentee", mentee), capacity=1, weight=0)
        for mentor in asked.mentors:
            graph.add_edge(("mentor", mentor.id), "end", capacity=mentor.capacity, weight=0)
        graph.add_node("all")
        flow = nx.max_flow_min_cost(graph, "all", "end")
        draft = solve(asked)
        assert draft.placed == sum(flow["all"].values())
        assert draft.total == -nx.cost_of_flow(graph, flow)


@given(seed=st.integers(0, 10**6), loss=st.sampled_from([0.0, 0.01, 0.02, 0.1]))
@settings(max_examples=25, deadline=None)
def test_fairness_keeps_its_promises(seed: int, loss: float) -> None:
    asked = replace(grid(25, 10, seed=seed, capacity=3), max_total_loss=loss)
    fair = solve(asked)
    richest = solve(replace(asked, mode=Mode.PARTICIPATION))
    assert fair.placed == richest.placed
    assert fair.best_total == richest.total
    assert fair.total >= (1 - loss) * richest.total
    assert fair.total == fair.upper_bound
    assert fair.worst is not None
    assert richest.worst is not None
    assert fair.worst >= richest.worst
    if loss == 0:
        assert fair.total == richest.total


@given(seed=st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_one_more_place_or_pair_never_makes_it_worse(seed: int) -> None:
    generator = np.random.default_rng(seed)
    asked = draw_round(generator, Mode.PARTICIPATION, most=9)
    before = solve(asked)
    first = asked.mentors[0]
    more = replace(asked, mentors=(replace(first, capacity=first.capacity + 1), *asked.mentors[1:]))
    assert figures(solve(more)) >= figures(before)
    assert figures(solve(replace(asked, forbids=frozenset()))) >= figures(before)


def figures(draft: Draft) -> tuple[int, int]:
    return draft.placed, -sum(missed.minimum - missed.placed for missed in draft.minimums_missed)


def test_many_more_mentees_than_places_are_placed_as_far_as_there_are_places() -> None:
    asked = replace(grid(120, 15, capacity=3), mode=Mode.FAIR)
    draft = solve(asked)
    assert draft.placed == 45
    assert {left.reasons for left in draft.unplaced} == {("mentors_full",)}


def test_everybody_left_out_is_told_why() -> None:
    pairs = np.array([[0, 0], [1, 0], [2, 1], [3, 2], [4, 0], [4, 2]], dtype=np.int32)
    asked = Round(
        ("a", "b", "c", "d", "e", "f"),
        (Places("x", 1), Places("y", 0), Places("z", 5, topics={"law": 0})),
        pairs,
        np.array([900, 100, 800, 700, 5, 6], dtype=np.int16),
        mentee_topics={"d": "law", "e": "law"},
        forbids=frozenset({("b", "x")}),
    )
    assert solve(asked).unplaced == (
        Unplaced("b", ("all_pairs_forbidden",)),
        Unplaced("c", ("no_places",)),
        Unplaced("d", ("topic_full",)),
        Unplaced("e", ("topic_full", "mentors_full")),
        Unplaced("f", ("no_allowed_pair",)),
    )


@pytest.mark.parametrize("mode", list(Mode))
def test_a_round_in_which_nobody_can_be_placed_is_empty(mode: Mode) -> None:
    asked = Round(
        ("a", "b"), (Places("x", 1),), np.zeros((0, 2), dtype=np.int32), np.zeros(0, dtype=np.int16), mode=mode
    )
    draft = solve(asked)
    assert (draft.placed, draft.total, draft.worst, draft.upper_bound, draft.optimal) == (0, 0, None, 0, True)
    assert solve(replace(asked, previous=frozenset({("a", "x")}))).pairs == ()


def test_minimums_are_met_as_far_as_they_can_be_and_named_where_they_cannot() -> None:
    pairs = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=np.int32)
    asked = Round(
        ("a", "b"), (Places("x", 2), Places("y", 3, minimum=3)), pairs, np.array([900, 1, 900, 1], dtype=np.int16)
    )
    draft = solve(asked)
    assert [pair.mentor for pair in draft.pairs] == ["y", "y"]
    assert draft.minimums_missed == (MinimumMissed("y", 3, 2),)


def test_stages_are_named_and_counted_one_by_one() -> None:
    asked = replace(grid(12, 8), max_total_loss=0.0)
    fair, by_score = solve(asked), solve(replace(asked, mode=Mode.SCORE))
    assert [stage[:2] for stage in fair.stages][:2] == [("placed", 12), ("total", fair.best_total)]
    assert [stage[:2] for stage in by_score.stages][:2] == [("total", by_score.total), ("placed", 12)]
    assert all(stage.reached == stage.bound >= 0 for stage in fair.stages)
    levels = {int(stage.aim.split()[1]): stage.reached for stage in fair.stages if stage.aim.startswith("level")}
    scores = [pair.score for pair in fair.pairs]
    assert levels == {score: scores.count(score) for score in levels}


def test_progress_is_told_and_grows() -> None:
    for mode in Mode:
        told: list[float] = []
        solve(replace(grid(10, 5), mode=mode), lambda _doing, share, told=told: told.append(share))
        assert told == sorted(told)
        assert (told[0], told[-1]) == (0.0, 1.0)


def test_pairs_that_were_not_looked_at_first_are_priced_in(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = solve(grid(60, 30))
    monkeypatch.setattr(flows, "AT_FIRST", 1)
    monkeypatch.setattr(flows, "PRICED_IN", 1)
    monkeypatch.setattr("graph_service.mentoring.matching.market.BLOCK", 100)
    monkeypatch.setattr("graph_service.mentoring.matching.fairness.NEAR", 1)
    assert solve(grid(60, 30)) == expected


def test_lots_that_leave_two_results_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "MOST_DRAWS", 0)
    tied = Round(("a", "b"), (Places("x", 1),), np.array([[0, 0], [1, 0]], dtype=np.int32), np.array([5, 5], np.int16))
    with pytest.raises(ProofFailed, match="more than one result"):
        solve(tied)


def test_a_stable_result_with_a_blocking_pair_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "deferred_acceptance", lambda market, _likings: np.full(market.mentees, -1))
    with pytest.raises(ProofFailed, match="stable"):
        solve(replace(grid(4, 3), mode=Mode.STABLE))


def test_a_solver_that_ends_without_a_result_is_an_error() -> None:
    asked = grid(4, 3)
    market = market_of(asked)
    face = whole(market)
    everybody = replace(face, low=face.low._replace(mentee=np.ones(4, dtype=np.int64)))
    with pytest.raises(ProofFailed, match="solver ends with"):
        flows.best(market, everybody, TOTAL, np.zeros(0, dtype=np.int64))


def test_a_placement_that_is_not_best_finds_no_proof() -> None:
    asked = grid(6, 4, capacity=1)
    market = market_of(asked)
    nobody = np.full(6, -1)
    with pytest.raises(ProofFailed, match="No prices prove"):
        flows.proved(market, whole(market), PLACED, np.arange(len(market.scores)), nobody)


def test_a_solver_that_fails_or_is_wrong_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flows, "prices_of", lambda *_: None)
    with pytest.raises(ProofFailed, match="No prices prove"):
        solve(grid(4, 3))
