"""`graph-service mentoring solve` from file to file, and what it says when it cannot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from graph_service.cli import app, explain
from graph_service.mentoring.matching import ProofFailed, RoundRefused
from tests.mentoring.matching.test_refusals import GOOD

KEYS = {"pairs", "placed", "total", "worst", "upper_bound", "optimal", "blocking_pairs", "unplaced", "seconds"}


def test_a_file_is_solved_to_standard_output(tmp_path: Path) -> None:
    (tmp_path / "round.json").write_text(json.dumps(GOOD), "utf-8")
    result = CliRunner().invoke(app, ["mentoring", "solve", "--input", str(tmp_path / "round.json")])
    answer = json.loads(result.stdout)
    assert result.exit_code == 0
    assert set(answer) >= KEYS
    assert answer["pairs"] == [["a", "x", 900], ["b", "y", 700]]
    assert answer["unplaced"] == [{"mentee": "c", "reasons": ["all_pairs_forbidden"]}]
    assert answer["optimal"] is True


def test_standard_input_is_solved_into_a_file_in_another_mode(tmp_path: Path) -> None:
    out = tmp_path / "draft.json"
    arguments = ["mentoring", "solve", "--input", "-", "--mode", "stable", "--output", str(out)]
    result = CliRunner().invoke(app, arguments, input=json.dumps(GOOD))
    assert (result.exit_code, result.stdout) == (0, "")
    answer = json.loads(out.read_text("utf-8"))
    assert (answer["favours"], answer["blocking_pairs"]) == ("mentees", 0)
    assert [path.name for path in tmp_path.iterdir()] == ["draft.json"]


def test_a_round_that_is_refused_names_the_place_and_leaves_no_file(tmp_path: Path) -> None:
    text = json.dumps({**GOOD, "scores": [["a", "x", 5000]]})
    out = tmp_path / "draft.json"
    result = CliRunner().invoke(app, ["mentoring", "solve", "--input", "-", "--output", str(out)], input=text)
    assert result.exit_code == 1
    assert isinstance(result.exception, RoundRefused)
    failure = explain(result.exception)
    assert failure == ("$.scores[0][2]: 5000 is out of range", "Scores are 0 to 1000.")
    assert not out.exists()


def test_a_mode_that_is_none_is_a_wrong_command() -> None:
    assert CliRunner().invoke(app, ["mentoring", "solve", "--input", "-", "--mode", "best"]).exit_code == 2


@pytest.mark.parametrize("name", ["missing.json", "."])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    result = CliRunner().invoke(app, ["mentoring", "solve", "--input", str(tmp_path / name)])
    assert isinstance(result.exception, OSError)
    assert explain(result.exception).remedy == "Check the path and its rights."


def test_a_failed_proof_is_a_failure_with_a_remedy() -> None:
    assert "report it" in explain(ProofFailed("The bound is 5.")).remedy
