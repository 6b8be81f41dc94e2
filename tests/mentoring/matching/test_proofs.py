"""A proof that is worth something fails when anything about the result or its prices is not right."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from graph_service.mentoring.matching import Mode, Pair, Places, ProofFailed, Round, solving
from graph_service.mentoring.matching.aims import TOTAL
from graph_service.mentoring.matching.faces import whole
from graph_service.mentoring.matching.fairness import TooDear
from graph_service.mentoring.matching.market import Ints, Market, market_of
from graph_service.mentoring.matching.prices import prices_of
from graph_service.mentoring.matching.proofs import Shown, check_rules, prove
from graph_service.mentoring.matching.solving import silent, solve
from tests.mentoring.matching.brute import draw_round


def grid(mentees: int, mentors: int, *, seed: int = 1, capacity: int = 2, mode: Mode = Mode.FAIR) -> Round:
    """Everybody with everybody, a few of them hard to please."""
    generator = np.random.default_rng(seed)
    ease = generator.integers(0, 500, mentees)[:, None]
    scores = (ease + generator.integers(0, 400, (mentees, mentors))).ravel().astype(np.int16)
    pairs = np.stack(np.divmod(np.arange(mentees * mentors), mentors), axis=1).astype(np.int32)
    places = tuple(Places(f"o{number}", capacity) for number in range(mentors))
    return Round(
        tuple(f"e{number}" for number in range(mentees)), places, pairs, scores, mode=mode, max_total_loss=0.005
    )


def worse(market: Market, placement: Ints) -> Ints:
    """The same placement, but two mentees have changed places for the worse, or one has lost theirs."""
    placement = placement.copy()
    placement[int(np.flatnonzero(placement >= 0)[0])] = -1
    return placement


@pytest.fixture(scope="module")
def fair() -> tuple[Round, Market, solving._Solved]:  # pyright: ignore[reportPrivateUsage]
    asked = grid(30, 20)
    market = market_of(asked)
    return asked, market, solving._solve_fair(asked, market, silent)  # pyright: ignore[reportPrivateUsage]


def test_a_right_result_is_proved_and_its_levels_are_many(fair) -> None:
    _, market, solved = fair
    proofs = prove(market, solved.placement, solved.shown, solved.fair)
    assert all(proof.reached == proof.bound for proof in proofs)
    assert sum(proof.aim.name.startswith("level") for proof in proofs) > 3
    assert solved.fair.fairness.too_dear is not None


def test_a_result_with_somebody_missing_fails(fair) -> None:
    _, market, solved = fair
    with pytest.raises(ProofFailed, match="bound"):
        prove(market, worse(market, solved.placement), solved.shown, solved.fair)


def test_the_richest_result_is_no_fair_one(fair) -> None:
    _, market, solved = fair
    with pytest.raises(ProofFailed):
        prove(market, solved.fair.richest_placement, solved.shown, solved.fair)


def test_a_price_that_is_lowered_fails(fair) -> None:
    _, market, solved = fair
    aim, prices = solved.shown[0]
    low = prices._replace(mentee=prices.mentee - 1, desk=prices.desk.copy())
    with pytest.raises(ProofFailed):
        prove(market, solved.placement, [Shown(aim, low)], solved.fair)


def test_prices_of_the_same_bound_that_do_not_cover_a_pair_fail(fair) -> None:
    _, market, solved = fair
    aim, prices = solved.shown[0]
    mentee = prices.mentee.copy()
    mentee[:2] += (-200, 200)
    with pytest.raises(ProofFailed, match="weighs more"):
        prove(market, solved.placement, [Shown(aim, prices._replace(mentee=mentee))], solved.fair)


def test_a_level_that_is_left_out_fails(fair) -> None:
    _, market, solved = fair
    fairness = solved.fair.fairness
    for number, level in enumerate(fairness.levels):
        if level.prices is not None:
            left = (*fairness.levels[:number], *fairness.levels[number + 1 :])
            break
    shorter = replace(solved.fair, fairness=replace(fairness, levels=left))
    with pytest.raises(ProofFailed, match="needs none"):
        prove(market, solved.placement, solved.shown, shorter)


def test_level_prices_that_do_not_cover_a_pair_fail(fair) -> None:
    _, market, solved = fair
    fairness = solved.fair.fairness
    levels = list(fairness.levels)
    number = next(number for number, level in enumerate(levels) if level.prices is not None)
    prices = levels[number].prices
    assert prices is not None
    mentee = prices.mentee.copy()
    mentee[[np.argmax(mentee), np.argmin(mentee)]] += (-5, 5)
    levels[number] = levels[number]._replace(prices=prices._replace(mentee=mentee))
    with pytest.raises(ProofFailed):
        prove(
            market,
            solved.placement,
            solved.shown,
            replace(solved.fair, fairness=replace(fairness, levels=tuple(levels))),
        )


def test_a_level_that_was_affordable_is_no_end(fair) -> None:
    _, market, solved = fair
    with pytest.raises(ProofFailed, match="not too dear"):
        prove(market, solved.placement, solved.shown, replace(solved.fair, least=0))
    with pytest.raises(ProofFailed, match="More of the total is lost"):
        prove(market, solved.placement, solved.shown, replace(solved.fair, least=10**6))


def test_prices_beyond_the_end_that_do_not_cover_a_pair_fail(fair) -> None:
    _, market, solved = fair
    dear = solved.fair.fairness.too_dear
    low = dear.total._replace(mentee=dear.total.mentee - 50)
    changed = replace(solved.fair.fairness, too_dear=TooDear(dear.level, dear.placement, low))
    with pytest.raises(ProofFailed, match="beyond the last level"):
        prove(market, solved.placement, solved.shown, replace(solved.fair, fairness=changed))


def test_no_prices_prove_a_placement_that_is_not_best() -> None:
    asked = grid(12, 8, mode=Mode.SCORE)
    market = market_of(asked)
    everything = np.arange(len(market.scores))
    placement = market.starts[:-1].copy()
    placement[6:] += np.arange(6) + 1
    assert prices_of(market, whole(market), TOTAL, everything, placement) is None


def test_tampering_with_random_results_is_found() -> None:
    generator = np.random.default_rng(5)
    tampered = 0
    for _ in range(150):
        asked = draw_round(generator, Mode.FAIR, rules=False)
        market = market_of(asked)
        solved = solving._solve_fair(asked, market, silent)  # pyright: ignore[reportPrivateUsage]
        prove(market, solved.placement, solved.shown, solved.fair)
        for mentee in range(market.mentees):
            for position in (-1, *range(market.starts[mentee], market.starts[mentee + 1])):
                if position != solved.placement[mentee]:
                    other = solved.placement.copy()
                    other[mentee] = position
                    tampered += 1
                    with pytest.raises(ProofFailed):
                        prove(market, other, solved.shown, solved.fair)
    assert tampered > 500


def test_rules_are_checked_on_the_ids_themselves() -> None:
    asked = replace(grid(6, 3), mentee_topics={"e0": "x", "e1": "x"}, locks=frozenset({("e5", "o2")}))
    asked = replace(asked, mentors=(Places("o0", 2, topics={"x": 1}), Places("o1", 2), Places("o2", 2)))
    draft = solve(asked)
    check_rules(asked, draft.pairs)
    score = {(pair.mentee, pair.mentor): pair.score for pair in draft.pairs}
    scores = {
        (asked.mentees[a], asked.mentors[b].id): int(s)
        for (a, b), s in zip(asked.pairs.tolist(), asked.scores.tolist(), strict=True)
    }

    def made(*pairs: tuple[str, str]) -> list[Pair]:
        return [Pair(*pair, scores[pair]) for pair in pairs]

    locked = ("e5", "o2")
    for wrong, what in (
        ([pair._replace(score=pair.score + 1) for pair in draft.pairs], "not allowed"),
        ([*draft.pairs, Pair("e0", "nobody", 1)], "not allowed"),
        (made(("e0", "o1"), ("e0", "o2"), locked), "two mentors"),
        (made(*(pair for pair in score if pair != locked)), "locked"),
        (made(("e2", "o0"), ("e3", "o0"), ("e4", "o0"), locked), "too many"),
        (made(("e0", "o0"), ("e1", "o0"), locked), "too many"),
    ):
        with pytest.raises(ProofFailed, match=what):
            check_rules(asked, wrong)
