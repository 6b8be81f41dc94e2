"""What an override costs, and who moves for it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from graph_service.mentoring.matching import Move, Places, Round, RoundRefused, solve, what_if

PAIRS = np.array([[0, 0], [0, 1], [1, 0], [1, 1], [2, 1]], dtype=np.int32)
ROUND = Round(
    ("ada", "bo", "cy"),
    (Places("x", 1), Places("y", 2)),
    PAIRS,
    np.array([900, 600, 880, 650, 500], dtype=np.int16),
    max_total_loss=0.0,
)


def test_forcing_a_pair_says_what_it_costs_and_who_moves() -> None:
    draft = solve(ROUND)
    change = what_if(ROUND, draft, force={("bo", "x")})
    assert (change.before.total, change.before.worst, change.before.placed) == (2050, 500, 3)
    assert (change.after.total, change.after.worst, change.after.placed) == (1980, 500, 3)
    assert change.moved == (Move("ada", "x", "y"), Move("bo", "y", "x"))
    assert change.draft.optimal


def test_forbidding_a_pair_can_leave_somebody_out() -> None:
    draft = solve(ROUND)
    change = what_if(ROUND, draft, forbid={("cy", "y")})
    assert (change.after.placed, change.after.worst, change.after.total) == (2, 650, 1550)
    assert change.moved == (Move("cy", "y", None),)
    assert change.draft.unplaced == (("cy", ("all_pairs_forbidden",)),)


def test_a_locked_pair_can_be_forbidden_and_a_forbidden_one_forced() -> None:
    asked = replace(ROUND, locks=frozenset({("bo", "x")}), forbids=frozenset({("ada", "x")}))
    draft = solve(asked)
    change = what_if(asked, draft, force={("ada", "x")}, forbid={("bo", "x")})
    assert change.moved == (Move("ada", "y", "x"), Move("bo", "x", "y"))
    assert change.after.total - change.before.total == 70


def test_what_costs_nothing_moves_nobody_else() -> None:
    grid = np.stack(np.divmod(np.arange(64), 8), axis=1).astype(np.int32)
    mentors = tuple(Places(f"o{number}", 1) for number in range(8))
    asked = Round(tuple(f"e{number}" for number in range(8)), mentors, grid, np.full(64, 500, dtype=np.int16))
    draft = solve(asked)
    has = {pair.mentee: pair.mentor for pair in draft.pairs}
    change = what_if(asked, draft, force={("e0", has["e1"])})
    assert change.after == change.before
    assert change.moved == (Move("e0", has["e0"], has["e1"]), Move("e1", has["e1"], has["e0"]))


def test_an_override_that_contradicts_a_lock_is_refused() -> None:
    asked = replace(ROUND, locks=frozenset({("ada", "x")}))
    with pytest.raises(RoundRefused, match="more locks than places"):
        what_if(asked, solve(asked), force={("bo", "x")})
    with pytest.raises(RoundRefused, match="no score"):
        what_if(ROUND, solve(ROUND), force={("cy", "x")})
