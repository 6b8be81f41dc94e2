"""Every aim of every mode against every placement there is, on thousands of tiny rounds."""

from __future__ import annotations

import numpy as np
import pytest

from graph_service.mentoring.matching import Draft, Mode, Round, solve
from tests.mentoring.matching.brute import Placement, best_placements, draw_round

pytestmark = pytest.mark.usefixtures("unmeasured")


def placement_of(asked: Round, draft: Draft) -> Placement:
    has = {pair.mentee: pair.mentor for pair in draft.pairs}
    return tuple(has.get(mentee) for mentee in asked.mentees)


@pytest.mark.parametrize("mode", [Mode.FAIR, Mode.PARTICIPATION, Mode.SCORE])
@pytest.mark.parametrize("batch", range(3))
def test_the_result_is_the_one_that_enumeration_finds(mode: Mode, batch: int) -> None:
    generator = np.random.default_rng([batch, list(Mode).index(mode)])
    for number in range(250):
        asked = draw_round(generator, mode, most=3 + number % 3)
        best = best_placements(asked)
        assert best == [placement_of(asked, solve(asked))], (batch, number)


def test_a_search_with_arrays_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    generator = np.random.default_rng(11)
    rounds = [draw_round(generator, Mode.FAIR, most=3 + number % 6) for number in range(60)]
    one_by_one = [solve(asked) for asked in rounds]
    monkeypatch.setattr("graph_service.mentoring.matching.levels.FEW_VISITS", 0)
    assert [solve(asked) for asked in rounds] == one_by_one
