"""What the command line shows: progress drawn on a terminal, printed elsewhere, and failures in words."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from graph_service.engine import commands
from graph_service.engine.commands import app, shown
from graph_service.engine.progress import Progress

from .conftest import FakeJava

STEPS = [
    Progress("download", files_total=9, bytes_total=4_000_000),
    Progress("download", files_done=5, files_total=9, bytes_done=2_000_000, bytes_total=4_000_000, seconds_left=2),
    Progress("start"),
]


def console(monkeypatch: pytest.MonkeyPatch, *, terminal: bool) -> io.StringIO:
    written = io.StringIO()
    monkeypatch.setattr(commands, "errors", Console(file=written, force_terminal=terminal, width=120))
    return written


def test_a_terminal_gets_bars_with_files_megabytes_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    written = console(monkeypatch, terminal=True)
    with shown() as progress:
        for step in STEPS:
            progress(step)
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", written.getvalue())
    assert "Downloading the database server" in text
    assert "5/9 files, 2/4 MB, 2 s left" in text
    assert "Starting the database" in text


def test_elsewhere_each_step_is_printed_and_long_ones_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    written = console(monkeypatch, terminal=False)
    with shown() as progress:
        progress(STEPS[0])
        progress(STEPS[1])
        monkeypatch.setattr(commands, "PRINT_EVERY_S", -1.0)
        progress(STEPS[1])
        progress(STEPS[2])
    assert written.getvalue().splitlines() == [
        "Downloading the database server …",
        "Downloading the database server: 5/9 files, 2/4 MB, 2 s left",
        "Starting the database …",
    ]


def test_a_step_that_comes_when_the_drawing_is_over_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    written = console(monkeypatch, terminal=True)
    with shown() as progress:
        progress(STEPS[2])
    written.truncate(0)
    progress(Progress("stop"))
    assert "Stopping the database …" in written.getvalue()


def test_a_java_that_is_too_old_is_told_with_cause_and_remedy(
    fake_java: FakeJava, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_java.order(version="11.0.2")
    monkeypatch.setenv("GRAPH_SERVICE_JAVA_HOME", str(fake_java.home))
    result = CliRunner().invoke(app, ["start", "--data", str(tmp_path / "data")])
    assert result.exit_code == 1
    assert "is version 11.0.2; the engine needs 21" in result.stderr
    assert "Set GRAPH_SERVICE_JAVA_HOME" in result.stderr
    assert "Traceback" not in result.output


def test_every_command_explains_itself() -> None:
    overview = CliRunner().invoke(app, ["--help"]).stdout
    for command in ("start", "stop", "status", "dump", "load", "check"):
        assert command in overview
        assert "--data" in CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "200"}).stdout
