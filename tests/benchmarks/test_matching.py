"""The benchmark of the solver measures what it says: the references agree with the solver where they solve the same."""

from __future__ import annotations

import json

import pytest

from benchmarks.matching import WAYS, _cells, _run_one, _scored_and_matched, school


def test_the_references_reach_the_same_total_and_greedy_no_more() -> None:
    asked = school(60)
    reached = {name: way(asked) for name, way in WAYS.items()}
    best = reached["score"].total
    assert best == reached["SciPy assignment"].total == reached["NetworkX"].total == reached["score"].bound
    assert reached["greedy"].total <= best
    assert reached["fair"].worst >= reached["participation"].worst


def test_one_way_prints_its_figures_with_its_memory(capsys: pytest.CaptureFixture[str]) -> None:
    _run_one("score", 20)
    row = {"mentees": 20, "way": "score", **json.loads(capsys.readouterr().out)}
    assert row["placed"] == 20
    assert row["peak_mb"] >= row["input_mb"] > 0
    assert len(_cells(row)) == len(_cells({"mentees": 5, "way": "NetworkX", "note": "not tried"}))


def test_people_are_scored_and_matched() -> None:
    said = _scored_and_matched(9)
    assert said.startswith("9 mentees with 5 mentors")
    assert "placed" in said
