"""The table of ties: what each number does, and that the documentation has the numbers that count."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.connections.neighbourhood import ties_of
from graph_service.connections.ties import Context, ContextKind, Period, TieNumbers, Ties, combined
from graph_service.settings import Settings

NOW = 24_300
TIES = Ties(TieNumbers(), NOW)
KINDS: tuple[ContextKind, ...] = ("cohort", "employer", "event", "group")
MONTHS = st.none() | st.integers(NOW - 600, NOW + 24)
PERIODS = st.lists(st.builds(Period, MONTHS, MONTHS, st.booleans()), min_size=1, max_size=3)
CONTEXTS = st.builds(Context, st.sampled_from(KINDS), st.just("c"), st.integers(0, 260), MONTHS)


def test_the_settings_are_the_table() -> None:
    assert ties_of(Settings(), date(2025, 1, 15)) == Ties(TieNumbers(), 2025 * 12)


def test_the_documentation_has_the_numbers_that_count() -> None:
    text = (Path(__file__).parents[2] / "docs" / "ties.md").read_text("utf-8")
    numbers = TieNumbers()
    assert f"| the two know each other (agreed by both, or imported) | {numbers.knows} |" in text
    bases = dict(re.findall(r"\| the same (\w+)[^|]*\| ([\d.]+) ×", text))
    assert bases == {kind: str(numbers.base(kind)) for kind in KINDS}
    assert f"1 for up to {numbers.full_size} people, ({numbers.full_size} / people) ^ {numbers.size_exponent}" in text
    assert f"More than {numbers.size_cap} people" in text
    assert f"2 ^ -(years / {numbers.half_life_years})" in text
    assert f"months / (months + {numbers.overlap_months})" in text
    assert f"counts as {numbers.unknown_years} years ago" in text
    assert f"up to {numbers.most}" in text


def test_the_worked_example_of_the_documentation_is_right() -> None:
    cohort, employer = Context("cohort", "c", 40, NOW - 60), Context("employer", "e", 16)
    together = (Period(NOW - 24, NOW - 1),)
    tie = TIES.between(False, [(cohort, (Period(),), (Period(),)), (employer, together, together)])
    assert tie is not None
    assert [round(piece.strength, 3) for piece in tie.evidence] == [0.367, 0.177]
    assert round(tie.strength, 3) == 0.479


@given(CONTEXTS, PERIODS, PERIODS)
def test_a_strength_is_above_0_up_to_1_and_the_same_from_both_sides(
    context: Context, a: list[Period], b: list[Period]
) -> None:
    piece = TIES.in_context(context, a, b)
    assert piece == TIES.in_context(context, b, a)
    if piece is None:
        assert context.size > TIES.numbers.size_cap or context.kind == "employer"
    else:
        assert 0 < piece.strength <= TIES.numbers.base(context.kind)
        held = TIES.held(context, a)
        assert held is not None
        assert piece.strength <= TIES.at_most(held) + 1e-12


@given(CONTEXTS, PERIODS, PERIODS)
def test_a_larger_context_never_makes_a_stronger_tie(context: Context, a: list[Period], b: list[Period]) -> None:
    small, large = TIES.in_context(context, a, b), TIES.in_context(context._replace(size=context.size + 7), a, b)
    assert (large.strength if large else 0) <= (small.strength if small else 0)


def test_a_longer_time_ago_makes_a_weaker_tie() -> None:
    event = Context("event", "e", 20, NOW)
    strengths = [
        TIES.in_context(event._replace(month=NOW - months), (Period(),), (Period(),)) for months in (0, 60, 120)
    ]
    assert [round(piece.strength / strengths[0].strength, 3) for piece in strengths if piece and strengths[0]] == [
        1,
        0.707,
        0.5,
    ]


def test_a_longer_overlap_makes_a_stronger_tie() -> None:
    employer = Context("employer", "e", 10)
    mine = (Period(NOW - 100, None, current=True),)
    strengths = [
        piece.strength
        for months in (1, 12, 36, 100)
        if (piece := TIES.in_context(employer, mine, (Period(NOW - months + 1, None, current=True),)))
    ]
    assert strengths == sorted(strengths)
    assert strengths[1] == pytest.approx(0.35)


def test_colleagues_who_never_overlapped_have_no_tie() -> None:
    employer = Context("employer", "e", 10)
    assert TIES.in_context(employer, (Period(NOW - 50, NOW - 20),), (Period(NOW - 19, NOW),)) is None
    assert TIES.in_context(employer, (Period(None, NOW - 20),), (Period(NOW - 60, NOW),)) is None


def test_a_context_above_the_cap_makes_no_tie() -> None:
    assert TIES.between(False, [(Context("cohort", "c", 201, NOW), (Period(),), (Period(),))]) is None
    assert TIES.between(False, [(Context("cohort", "c", 200, NOW), (Period(),), (Period(),))]) is not None


@given(st.lists(st.floats(0.01, 0.99), max_size=6))
def test_more_evidence_never_makes_a_weaker_tie(strengths: list[float]) -> None:
    for count in range(len(strengths)):
        assert combined(strengths[:count]) <= combined(strengths[: count + 1]) <= 1


def test_nothing_is_certain() -> None:
    group = Context("group", "g", 2)
    tie = TIES.between(True, [(group._replace(id=str(n)), (Period(),), (Period(),)) for n in range(60)])
    assert tie is not None
    assert tie.strength == TIES.numbers.most
