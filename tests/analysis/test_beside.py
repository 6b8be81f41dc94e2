"""The longest measure in a process of its own: the same bytes, whatever becomes of that process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from graph_service.analysis import beside, making
from graph_service.analysis.making import Plan, made
from graph_service.analysis.measure import Findings
from graph_service.analysis.registry import measures_named
from graph_service.analysis.running import Finished, elapsed
from tests.analysis.networks import network_of

NAMES = ("size", "communities", "cores")


def written(out: Path) -> dict[str, bytes]:
    network = network_of(nx.planted_partition_graph(8, 25, 0.5, 0.02, seed=5))
    made(lambda: network, Plan(measures_named(NAMES), 60.0), out)
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What a run without another process writes; afterwards every network is large enough for one."""
    monkeypatch.setattr(making.os, "cpu_count", lambda: 1)
    report = written(tmp_path / "alone")
    monkeypatch.setattr(making.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(beside, "FEWEST_EDGES", 1)
    return report


def test_it_writes_the_same_as_one_after_the_other(tmp_path: Path, alone: dict[str, bytes]) -> None:
    assert written(tmp_path / "beside") == alone


def test_it_is_used_and_gone_afterwards(
    tmp_path: Path, alone: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[bytes]] = []
    original = subprocess.Popen

    def watched(*arguments: Any, **options: Any) -> subprocess.Popen[bytes]:
        started.append(original(*arguments, **options))
        return started[-1]

    monkeypatch.setattr(beside.subprocess, "Popen", watched)
    written(tmp_path / "beside")
    assert [process.poll() for process in started] == [0]


def test_the_seconds_beside_others_are_not_added_to_theirs() -> None:
    findings, (size, communities, cores) = Findings(()), measures_named(("size", "communities", "cores"))
    one, other = Finished(size, findings, 3.0), Finished(cores, findings, 4.0)
    assert elapsed([one, Finished(communities, findings, 5.0, beside=True), other]) == 7.0
    assert elapsed([one, Finished(communities, findings, 9.0, beside=True), other]) == 9.0
    assert elapsed([one, Finished(communities, findings, 5.0), other]) == 12.0


def test_when_that_process_dies_it_is_measured_here(
    tmp_path: Path, alone: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside.sys, "executable", "/bin/false")
    assert written(tmp_path / "beside") == alone


def test_it_ends_with_its_input(tmp_path: Path) -> None:
    """However the other process ends, also by kill -9: its end of the pipe is closed then."""
    program = "from graph_service.analysis.beside import _end_with_input; _end_with_input(); print('went on')"
    process = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE)
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(timeout=60) == 1
