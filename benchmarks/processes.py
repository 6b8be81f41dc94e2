"""Commands run as processes of their own, with the time they take and the memory they hold, Java's apart."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from graph_service.engine.processes import start_bound

COMMAND = Path(sys.executable).with_name("graph-service")
LOOK_EVERY_S = 0.2
LOOK_SELDOM_S = 1.0
PATIENCE_S = 60.0
MEGABYTE = 1024 * 1024


class CommandFailed(Exception):
    """A command that the benchmark needs did not end well; the message has the last lines that it wrote."""


@dataclass
class Peak:
    """The most memory, in MB, that a process tree held at one moment: its own processes, and those of Java."""

    own_mb: float = 0
    java_mb: float = 0

    def look(self, root: psutil.Process, *, descendants: bool) -> None:
        """Counts what the process holds now, and its tree if that is wanted: to find it, every process is looked at."""
        own = java = 0
        with suppress(psutil.Error):
            for process in [root, *(root.children(recursive=True) if descendants else ())]:
                with suppress(psutil.Error):
                    resident = process.memory_info().rss
                    if process.name() == "java":
                        java += resident
                    else:
                        own += resident
        self.own_mb = max(self.own_mb, own / MEGABYTE)
        self.java_mb = max(self.java_mb, java / MEGABYTE)


@contextmanager
def watched(pid: int, *, descendants: bool = True, every_s: float = LOOK_EVERY_S) -> Generator[Peak]:
    """The peak of that process or its tree, which grows until the `with` block ends."""
    peak, done, root = Peak(), threading.Event(), psutil.Process(pid)

    def watch() -> None:
        while not done.wait(every_s):
            peak.look(root, descendants=descendants)

    peak.look(root, descendants=descendants)
    watcher = threading.Thread(target=watch, name="memory", daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()


@dataclass
class Step:
    """One step of the preparations: how long it took, and the most memory it held."""

    name: str
    seconds: float
    own_mb: float
    java_mb: float
    about: str = ""


def run_step(name: str, arguments: Sequence[str | Path], log: Path, about: str = "") -> Step:
    """Runs `graph-service` with these arguments as a process. Raises CommandFailed."""
    log.parent.mkdir(parents=True, exist_ok=True)
    began = time.perf_counter()
    with log.open("wb") as output:
        process = start_bound([COMMAND, *arguments], environment={}, output=output, errors=subprocess.STDOUT)
        try:
            with watched(process.pid) as peak:
                code = process.wait()
        finally:
            stop(process)
    if code != 0:
        lines = log.read_text("utf-8", "replace").splitlines()[-20:]
        raise CommandFailed("\n".join([f"`graph-service {' '.join(map(str, arguments))}` ended with {code}:", *lines]))
    return Step(name, time.perf_counter() - began, peak.own_mb, peak.java_mb, about)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ends a process that this one started, in peace if it goes in peace."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@dataclass
class Running:
    """A process that runs beside the benchmark, and the peak of its memory so far."""

    process: subprocess.Popen[bytes]
    peak: Peak
    log: Path = field(repr=False)

    def resident_mb(self) -> float:
        """What it holds now, in MB."""
        return psutil.Process(self.process.pid).memory_info().rss / MEGABYTE


@contextmanager
def running(command: Sequence[str | Path], log: Path, environment: Mapping[str, str]) -> Generator[Running]:
    """A process for the time of the `with` block. It is ended also when the benchmark itself is killed.

    Its memory is looked at seldom, so that looking does not disturb what is measured.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        process = start_bound(command, environment=environment, output=output, errors=subprocess.STDOUT)
        try:
            with watched(process.pid, descendants=False, every_s=LOOK_SELDOM_S) as peak:
                yield Running(process, peak, log)
        finally:
            stop(process)


def with_this_folder() -> dict[str, str]:
    """The environment in which a child finds this package, wherever it is started."""
    here = str(Path(__file__).resolve().parents[1])
    others = os.environ.get("PYTHONPATH")
    return {"PYTHONPATH": os.pathsep.join([here, *([others] if others else [])])}
