"""Stability by the textbook's words, on tiny rounds with every placement there is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from graph_service.mentoring.matching import Mode, Places, Round, solve
from tests.mentoring.matching.brute import Placement, draw_round, placements, scores_of


def liking(asked: Round, mentee: str, mentor: str, *, by_mentee: bool) -> int:
    """Those put first in their order, everybody else by score."""
    first = asked.mentee_preferences if by_mentee else asked.mentor_preferences
    wished = first.get(mentee if by_mentee else mentor, ())
    other = mentor if by_mentee else mentee
    return 1000 + len(wished) - wished.index(other) if other in wished else scores_of(asked)[mentee, mentor]


def blocking(asked: Round, placement: Placement) -> int:
    """How many pairs would both rather have each other, by trying to make each of them."""
    return sum(_blocks(asked, placement, *pair) for pair in scores_of(asked))


def _blocks(asked: Round, placement: Placement, mentee: str, mentor: str) -> bool:
    locked = {one for one, _ in asked.locks}
    has = dict(zip(asked.mentees, placement, strict=True))
    own = has[mentee]
    if mentee in locked or (mentee, mentor) in asked.forbids or own == mentor:
        return False
    wants = liking(asked, mentee, mentor, by_mentee=True)
    if own is not None and liking(asked, mentee, own, by_mentee=True) >= wants:
        return False
    places = next(one for one in asked.mentors if one.id == mentor)
    here = [one for one in asked.mentees if has[one] == mentor]
    worth = liking(asked, mentee, mentor, by_mentee=False)
    leave: list[list[str]] = [[]]
    leave += [[one] for one in here if one not in locked and liking(asked, one, mentor, by_mentee=False) < worth]
    return any(_fits(asked, places, [*(one for one in here if one not in gone), mentee]) for gone in leave)


def _fits(asked: Round, places: Places, here: list[str]) -> bool:
    topics = [asked.mentee_topics.get(one) for one in here]
    return len(here) <= places.capacity and all(topics.count(topic) <= most for topic, most in places.topics.items())


def with_wishes(generator: np.random.Generator, asked: Round, share: float = 0.5) -> Round:
    """The round with a share of both sides putting somebody first, or everybody in an order of their own."""
    mentors = [one.id for one in asked.mentors]

    def some(ids: list[str]) -> tuple[str, ...]:
        most = len(ids) if share == 1 else int(generator.integers(0, len(ids) + 1))
        return tuple(ids[at] for at in generator.permutation(len(ids))[:most])

    return replace(
        asked,
        mentee_preferences={one: some(mentors) for one in asked.mentees if generator.random() < share},
        mentor_preferences={one: some(list(asked.mentees)) for one in mentors if generator.random() < share},
    )


@pytest.mark.parametrize("mode", list(Mode))
def test_blocking_pairs_are_those_of_the_definition(mode: Mode) -> None:
    generator = np.random.default_rng([13, list(Mode).index(mode)])
    seen = 0
    for _ in range(120):
        asked = with_wishes(generator, draw_round(generator, mode))
        draft = solve(asked)
        has = {pair.mentee: pair.mentor for pair in draft.pairs}
        expected = blocking(asked, tuple(has.get(one) for one in asked.mentees))
        assert draft.blocking_pairs == expected
        seen += expected
    assert (seen == 0) == (mode == Mode.STABLE)


def test_no_mentee_is_better_off_in_any_other_stable_result() -> None:
    generator = np.random.default_rng(17)
    several = 0
    for _ in range(60):
        asked = with_wishes(generator, everybody(4), 1.0)
        draft = solve(asked)
        has = {pair.mentee: pair.mentor for pair in draft.pairs}
        stable = [one for one in placements(asked) if not blocking(asked, one)]
        assert tuple(has.get(one) for one in asked.mentees) in stable
        several += len(stable) > 1
        for other in stable:
            for mentee, mentor in zip(asked.mentees, other, strict=True):
                if mentor is not None:
                    best = liking(asked, mentee, has[mentee], by_mentee=True)
                    assert best >= liking(asked, mentee, mentor, by_mentee=True)
        assert draft.favours == "mentees"
        assert draft.upper_bound == draft.best_total >= draft.total
    assert several > 3


def everybody(number: int) -> Round:
    """So many mentees and mentors with one place, each pair allowed."""
    pairs = np.stack(np.divmod(np.arange(number * number), number), axis=1).astype(np.int32)
    mentors = tuple(Places(f"o{at}", 1) for at in range(number))
    mentees = tuple(f"e{at}" for at in range(number))
    return Round(mentees, mentors, pairs, np.zeros(len(pairs), dtype=np.int16), mode=Mode.STABLE)


def test_the_other_modes_favour_nobody() -> None:
    grid = np.array([[0, 0]], dtype=np.int32)
    asked = Round(("a",), (Places("x", 1),), grid, np.array([5], dtype=np.int16))
    assert [solve(replace(asked, mode=mode)).favours for mode in Mode] == [None, None, None, "mentees"]
