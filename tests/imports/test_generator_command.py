"""The command that generates a school."""

from __future__ import annotations

from pathlib import Path

import typer
from typer.testing import CliRunner

from graph_service.imports.generator.commands import generate

app = typer.Typer()
app.command()(generate)


def test_it_writes_the_files_and_says_where(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["--alumni", "600", "--seed", "3", "--out", str(tmp_path / "school")])
    assert result.exit_code == 0, result.output
    assert "600 alumni" in result.stdout
    assert "Try it as S" in result.stdout
    assert (tmp_path / "school" / "connections.csv").exists()


def test_a_school_too_small_for_a_cast_says_nothing_of_one(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["--alumni", "5", "--out", str(tmp_path / "school")])
    assert result.exit_code == 0, result.output
    assert "Try it" not in result.stdout


def test_a_failure_is_a_sentence_with_a_remedy_and_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    result = CliRunner().invoke(app, ["--alumni", "5", "--out", str(tmp_path)])
    assert result.exit_code == 1
    assert "not empty" in result.stderr
    assert "--force" in result.stderr
    assert "Traceback" not in result.output


def test_numbers_out_of_range_are_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["--alumni", "0", "--out", str(tmp_path / "school")])
    assert result.exit_code == 1
    assert "1 to 1,000,000" in result.stderr
