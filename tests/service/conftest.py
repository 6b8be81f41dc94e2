"""The service as an operator runs it: a process of its own, on an engine of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil
import pytest

COMMAND = Path(sys.executable).with_name("graph-service")
UP_WITHIN_S = 180
DOWN_WITHIN_S = 60


@dataclass
class RunningService:
    """A `graph-service serve` process and what it wrote."""

    process: subprocess.Popen[str]
    url: str
    errors: Path
    children: list[psutil.Process] = field(default_factory=list)

    def java(self) -> psutil.Process:
        """The database's process."""
        return next(child for child in self.descendants() if child.name() == "java")

    def descendants(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def log(self) -> str:
        return self.errors.read_text("utf-8")


def wait_until(holds: object, within_s: float, what: str) -> None:
    """Returns when `holds()` is true; fails with `what` after the deadline."""
    assert callable(holds)
    deadline = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < deadline, f"not within {within_s} s: {what}"
        time.sleep(0.05)


def ready(url: str) -> bool:
    """Whether the service says that it is ready."""
    try:
        return httpx.get(f"{url}/readyz", timeout=10).status_code == 200
    except httpx.HTTPError:
        return False


def start_service(data: Path, *arguments: str, **environment: str) -> RunningService:
    """A service on a free port, once it is ready; it warms nothing, for it is asked little."""
    errors = data.with_suffix(".log")
    with errors.open("w") as log:
        process = subprocess.Popen(
            [COMMAND, "serve", "--port", "0", "--data", str(data), *arguments],
            stdout=log,
            stderr=log,
            text=True,
            env={**os.environ, "GRAPH_SERVICE_ENGINE_HEAP_MB": "512", "GRAPH_SERVICE_WARM": "false", **environment},
            start_new_session=True,
        )

    def address() -> re.Match[str] | None:
        assert process.poll() is None, errors.read_text("utf-8")
        return re.search(r"Serving on (http://\S+?),", errors.read_text("utf-8").replace("\n", ""))

    wait_until(address, UP_WITHIN_S, "the service says where it is")
    found = address()
    assert found
    wait_until(lambda: ready(found[1]), UP_WITHIN_S, "the service is ready")
    return RunningService(process, found[1], errors)


def stop_service(service: RunningService) -> None:
    """Stops it, whatever state it is in, and everything it started."""
    processes = [] if service.process.poll() is not None else service.descendants()
    service.process.send_signal(signal.SIGTERM)
    try:
        service.process.wait(DOWN_WITHIN_S)
    finally:
        for process in processes:
            if process.is_running():
                process.kill()


@pytest.fixture
def service(tmp_path: Path) -> Iterator[RunningService]:
    running = start_service(tmp_path / "data")
    yield running
    if running.process.poll() is None:
        stop_service(running)
