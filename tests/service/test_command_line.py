"""The command line: what it says, its exit codes, and a failure that is a cause and a remedy."""

from __future__ import annotations

import errno
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_group
from typer.testing import CliRunner

from graph_service import __version__, cli
from graph_service.graph import GraphFull, GraphRefused, GraphUnavailable, SchemaMissing
from graph_service.graph.migrations import MigrationChanged
from graph_service.imports.errors import SourceUnreadable
from graph_service.web.server import PortTaken
from tests.service.conftest import COMMAND


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, **environment},
        check=False,
    )


def test_help_names_every_command() -> None:
    shown = CliRunner().invoke(cli.app, ["--help"])
    assert shown.exit_code == 0
    for command in ("demo", "serve", "generate", "import", "db", "accounts", "openapi"):
        assert command in shown.output
        assert CliRunner().invoke(cli.app, [command, "--help"]).exit_code == 0


ROOMS = ("accounts", "analyse", "db", "evaluate", "export", "import")


@pytest.mark.parametrize("name", ROOMS)
def test_the_list_of_commands_says_what_the_command_says_itself(name: str) -> None:
    listed = get_group(cli.app).commands[name]
    command = listed.make_context(name, [], resilient_parsing=True).command
    assert command is not listed
    assert (command.help or "").split("\n\n")[0].replace("\n", " ") == listed.help


def test_a_command_reads_only_what_it_needs() -> None:
    shown = subprocess.run(
        [sys.executable, "-c", "import sys, graph_service.cli; print(*sys.modules)"],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    read = set(shown.stdout.split())
    assert "typer" in read
    assert not read & {"neo4j", "fastapi", "pydantic", "polars", "numpy", "pypinyin", "argon2"}


def test_the_version_is_the_packages() -> None:
    assert CliRunner().invoke(cli.app, ["--version"]).output.strip() == __version__


def test_openapi_prints_the_document() -> None:
    shown = run("openapi")
    assert shown.returncode == 0
    assert json.loads(shown.stdout)["openapi"].startswith("3.")


def test_a_command_written_wrongly_ends_with_2() -> None:
    wrong = run("serve", "--port", "not-a-port")
    assert wrong.returncode == 2
    assert "Traceback" not in wrong.stderr


def test_a_taken_port_is_a_cause_and_a_remedy(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        failed = run("serve", "--port", str(taken.getsockname()[1]), "--data", str(tmp_path / "data"))
    assert failed.returncode == 1
    assert "--port 0 takes a free one" in failed.stderr
    assert "Traceback" not in failed.stderr


def test_a_wrong_setting_is_a_cause_and_a_remedy(tmp_path: Path) -> None:
    failed = run("serve", "--data", str(tmp_path / "data"), GRAPH_SERVICE_PORT="many")
    assert failed.returncode == 1
    assert "docs/settings.md" in failed.stderr
    assert "Traceback" not in failed.stderr


def test_an_import_of_nothing_is_a_cause_and_a_remedy(tmp_path: Path) -> None:
    failed = run("import", str(tmp_path / "nowhere"), "--data", str(tmp_path / "data"))
    assert failed.returncode == 1
    assert "nowhere" in failed.stderr
    assert "Traceback" not in failed.stderr


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (GraphUnavailable("gone"), "db status"),
        (GraphRefused("no"), "GRAPH_SERVICE_NEO4J_PASSWORD"),
        (GraphFull("full"), "Make room"),
        (SchemaMissing("index"), "GRAPH_SERVICE_DEBUG"),
        (MigrationChanged("001"), "newer one"),
        (SourceUnreadable("no such folder"), "Nothing was imported"),
        (PortTaken("1"), "--port 0"),
        (OSError(errno.ENOSPC, "No space left on device", "file"), "Make room"),
        (PermissionError(errno.EACCES, "Permission denied", "file"), "rights"),
        (RuntimeError("never seen"), "GRAPH_SERVICE_DEBUG"),
    ],
)
def test_every_failure_has_a_remedy(error: Exception, said: str) -> None:
    assert said in cli.explain(error).remedy


@pytest.mark.parametrize(
    ("raised", "code", "said"),
    [
        (KeyboardInterrupt(), 130, "Interrupted"),
        (GraphUnavailable("a [name] in brackets"), 1, "a [name] in brackets"),
        (None, 0, ""),
    ],
)
def test_the_exit_code_says_how_it_ended(
    raised: BaseException | None,
    code: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def command() -> None:
        if raised:
            raise raised

    monkeypatch.setattr(cli, "app", command)
    monkeypatch.setattr(cli.signal, "signal", lambda *_: None)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == code
    assert said in capsys.readouterr().err


def test_with_debugging_on_the_failure_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def command() -> None:
        raise GraphUnavailable("gone")

    monkeypatch.setattr(cli, "app", command)
    monkeypatch.setattr(cli.signal, "signal", lambda *_: None)
    monkeypatch.setenv("GRAPH_SERVICE_DEBUG", "1")
    with pytest.raises(GraphUnavailable):
        cli.main()
