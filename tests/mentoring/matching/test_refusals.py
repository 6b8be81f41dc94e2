"""What a round is refused for: the place is named, and what to do there."""

from __future__ import annotations

import copy
import json
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.mentoring.matching import Mode, Places, Round, RoundRefused, read_round, solve
from graph_service.mentoring.matching.rounds import check

GOOD: dict[str, Any] = {
    "mentees": ["a", "b", "c"],
    "mentors": [{"id": "x", "capacity": 1}, {"id": "y", "capacity": 2, "minimum": 1, "topics": {"law": 1}}],
    "scores": [["a", "x", 900], ["b", "x", 800], ["b", "y", 700], ["c", "y", 10], ["a", "y", 20]],
    "mentee_topics": {"b": "law", "c": "law"},
    "mentee_preferences": {"a": ["y", "x"]},
    "mentor_preferences": {"y": ["c"]},
    "locks": [["a", "x"]],
    "forbids": [["c", "y"]],
    "previous": [["b", "x"], ["gone", "x"]],
    "mode": "fair",
    "max_total_loss": 0.02,
    "salt": "s",
}
REMOVE = object()


def changed(path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    document = copy.deepcopy(GOOD)
    inner: Any = document
    for step in path[:-1]:
        inner = inner[step]
    if value is REMOVE:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return document


def test_a_good_round_is_solved() -> None:
    draft = solve(read_round(json.dumps(GOOD)))
    assert [tuple(pair) for pair in draft.pairs] == [("a", "x", 900), ("b", "y", 700)]


@pytest.mark.parametrize(
    ("path", "value", "place", "says"),
    [
        (("mentees",), REMOVE, "$.mentees", "missing"),
        (("mentees",), [], "$.mentees", "nobody"),
        (("mentees",), "abc", "$.mentees", "list"),
        (("mentees",), ["a", "b", "c", "a"], "$.mentees[3]", "already"),
        (("mentees", 1), 7, "$.mentees[1]", "no id"),
        (("mentees", 1), "", "$.mentees[1]", "no id"),
        (("mentors",), [], "$.mentors", "nobody"),
        (("mentors", 0), "x", "$.mentors[0]", "object"),
        (("mentors", 0, "id"), None, "$.mentors[0].id", "no id"),
        (("mentors", 0, "id"), "y", "$.mentors[1].id", "already"),
        (("mentors", 0, "capacity"), -1, "$.mentors[0].capacity", "negative"),
        (("mentors", 0, "capacity"), 1.5, "$.mentors[0].capacity", "whole number"),
        (("mentors", 0, "capacity"), True, "$.mentors[0].capacity", "whole number"),
        (("mentors", 0, "capacity"), 10**12, "$.mentors[0].capacity", "too large"),
        (("mentors", 0, "capacity"), REMOVE, "$.mentors[0].capacity", "missing"),
        (("mentors", 0, "seats"), 1, "$.mentors[0].seats", "nobody knows"),
        (("mentors", 1, "minimum"), 3, "$.mentors[1].minimum", "more than the capacity"),
        (("mentors", 1, "minimum"), -3, "$.mentors[1].minimum", "negative"),
        (("mentors", 1, "topics"), [], "$.mentors[1].topics", "object"),
        (("mentors", 1, "topics"), {"law": -1}, "$.mentors[1].topics['law']", "negative"),
        (("mentors", 1, "topics"), {"law": "1"}, "$.mentors[1].topics['law']", "whole number"),
        (("scores",), REMOVE, "$.scores", "missing"),
        (("scores",), [], "$.scores", "no pair"),
        (("scores", 2), ["b", "y"], "$.scores[2]", "three parts"),
        (("scores", 2), {"b": "y"}, "$.scores[2]", "list"),
        (("scores", 2, 0), "z", "$.scores[2][0]", "no mentee"),
        (("scores", 2, 0), ["z"], "$.scores[2][0]", "no mentee"),
        (("scores", 2, 1), "z", "$.scores[2][1]", "no mentor"),
        (("scores", 2, 2), 1001, "$.scores[2][2]", "out of range"),
        (("scores", 2, 2), -1, "$.scores[2][2]", "out of range"),
        (("scores", 2, 2), 7.5, "$.scores[2][2]", "whole number"),
        (("scores", 2, 2), True, "$.scores[2][2]", "whole number"),
        (("scores", 2, 2), None, "$.scores[2][2]", "whole number"),
        (("scores", 2), ["a", "x", 5], "$.scores[2]", "already"),
        (("mentee_topics",), {"z": "law"}, "$.mentee_topics['z']", "no mentee"),
        (("mentee_topics",), {"a": 1}, "$.mentee_topics['a']", "no text"),
        (("mentee_preferences",), {"z": ["x"]}, "$.mentee_preferences['z']", "no mentee"),
        (("mentee_preferences",), {"a": ["x", "z"]}, "$.mentee_preferences['a'][1]", "no mentor"),
        (("mentee_preferences",), {"a": ["x", "x"]}, "$.mentee_preferences['a'][1]", "already"),
        (("mentor_preferences",), {"x": ["x"]}, "$.mentor_preferences['x'][0]", "no mentee"),
        (("mentor_preferences",), {"a": []}, "$.mentor_preferences['a']", "no mentor"),
        (("locks",), [["a", "x"], ["a", "x"]], "$.locks[1]", "already"),
        (("locks",), [["a"]], "$.locks[0]", "no pair"),
        (("locks",), [["z", "x"]], "$.locks[0][0]", "no mentee"),
        (("locks",), [["a", "z"]], "$.locks[0][1]", "no mentor"),
        (("locks",), [["a", "x"], ["a", "y"]], "$.locks['a', 'y']", "locked to 'x' as well"),
        (("locks",), [["a", "x"], ["b", "x"]], "$.locks['b', 'x']", "more locks than places"),
        (("locks",), [["c", "x"]], "$.locks['c', 'x']", "no score"),
        (("locks",), [["c", "y"]], "$.locks['c', 'y']", "forbidden as well"),
        (("forbids",), [["z", "y"]], "$.forbids[0][0]", "no mentee"),
        (("previous",), [["b", 1]], "$.previous[0]", "no pair"),
        (("mode",), "best", "$.mode", "no mode"),
        (("mode",), ["fair"], "$.mode", "no mode"),
        (("max_total_loss",), 1.5, "$.max_total_loss", "no share"),
        (("max_total_loss",), "2 %", "$.max_total_loss", "no number"),
        (("max_total_loss",), True, "$.max_total_loss", "no number"),
        (("salt",), 5, "$.salt", "no text"),
        (("extra",), 5, "$.extra", "nobody knows"),
    ],
)
def test_a_fault_is_named_with_its_place(path: tuple[str | int, ...], value: object, place: str, says: str) -> None:
    with pytest.raises(RoundRefused) as refused:
        check(read_round(json.dumps(changed(path, value))))
    assert refused.value.place == place
    assert says in str(refused.value)
    assert refused.value.remedy.endswith(".")


def test_too_many_locks_on_a_topic_are_refused() -> None:
    document = {**GOOD, "locks": [["b", "y"], ["c", "y"]], "forbids": []}
    with pytest.raises(RoundRefused, match="topic 'law' than places for it, 1"):
        check(read_round(json.dumps(document)))


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("{", "line 1, column 2", "no JSON"),
        ("", "line 1, column 1", "no JSON"),
        ("[]", "$", "object"),
        ('{"max_total_loss": NaN}', "$", "NaN is no number"),
        ('{"max_total_loss": Infinity}', "$", "Infinity is no number"),
        ('{"mode": "fair", "mode": "score"}', "$…['mode']", "twice"),
        (b"\xff\xfe\xfa", "byte 0", "no UTF-8"),
        ("[" * 100_000, "$", "nested too deeply"),
    ],
)
def test_what_is_no_round_at_all_is_refused(text: str | bytes, place: str, says: str) -> None:
    with pytest.raises(RoundRefused) as refused:
        read_round(text)
    assert (refused.value.place, says in str(refused.value)) == (place, True)


@pytest.mark.parametrize(
    ("pairs", "scores", "place"),
    [
        (np.zeros((1, 3), dtype=np.int32), np.zeros(1, dtype=np.int16), "$.scores"),
        (np.zeros((1, 2), dtype=np.float64), np.zeros(1, dtype=np.int16), "$.scores"),
        (np.zeros((1, 2), dtype=np.int32), np.zeros(2, dtype=np.int16), "$.scores"),
        (np.zeros((1, 2), dtype=np.int32), np.zeros(1, dtype=np.float32), "$.scores"),
        (np.array([[0, 0], [9, 0]], dtype=np.int32), np.zeros(2, dtype=np.int16), "$.scores[1][0]"),
        (np.array([[0, -1]], dtype=np.int32), np.zeros(1, dtype=np.int16), "$.scores[0][1]"),
        (np.array([[0, 0]], dtype=np.int32), np.array([1001], dtype=np.int16), "$.scores[0][2]"),
    ],
)
def test_arrays_that_cannot_be_a_round_are_refused(pairs: Any, scores: Any, place: str) -> None:
    with pytest.raises(RoundRefused) as refused:
        check(Round(("a", "b"), (Places("x", 1),), pairs, scores))
    assert refused.value.place == place


def test_a_round_made_in_python_is_held_to_the_same() -> None:
    pairs, scores = np.array([[0, 0]], dtype=np.int32), np.array([1], dtype=np.int16)
    for asked, place in (
        (Round(("a",), (), pairs, scores), "$.mentors"),
        (Round(("a",), (Places("x", 1), Places("x", 1)), pairs, scores), "$.mentors[1].id"),
        (Round(("a",), (Places("x", 1),), pairs, scores, mode="best"), "$.mode"),  # pyright: ignore[reportArgumentType]
        (Round(("a",), (Places("x", 1),), pairs, scores, max_total_loss=float("nan")), "$.max_total_loss"),
        (Round(("a",), (Places("x", 1.5),), pairs, scores), "$.mentors[0].capacity"),  # pyright: ignore[reportArgumentType]
        (Round(("a",), (Places("x", 1),), pairs, scores, locks=frozenset({("b", "x")})), "$.locks['b', 'x']"),
        (Round(("a",), (Places("x", 1),), pairs, scores, forbids=frozenset({("a", "y")})), "$.forbids['a', 'y']"),
    ):
        with pytest.raises(RoundRefused) as refused:
            solve(asked)
        assert refused.value.place == place


def test_a_round_too_large_for_any_school_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph_service.mentoring.matching.rounds.MOST_PEOPLE", 2)
    with pytest.raises(RoundRefused, match="too many"):
        check(read_round(json.dumps(GOOD)))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 1005) | st.floats(allow_nan=False) | st.sampled_from("abxy"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(GOOD)), inner, max_size=3),
    max_leaves=8,
)


@given(field=st.sampled_from(sorted(GOOD)), value=JSON)
def test_whatever_stands_in_a_field_is_solved_or_refused(field: str, value: object) -> None:
    with suppress(RoundRefused):
        draft = solve(read_round(json.dumps({**GOOD, field: value})))
        assert draft.optimal
        assert draft.upper_bound >= draft.total


def test_every_mode_has_its_name() -> None:
    assert [mode.value for mode in Mode] == ["fair", "participation", "score", "stable"]
