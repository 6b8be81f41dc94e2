"""What the service does when its database hangs, dies or is away, and that nothing stays behind when it stops."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

import httpx
import psutil

from tests.service.conftest import (
    DOWN_WITHIN_S,
    UP_WITHIN_S,
    RunningService,
    ready,
    start_service,
    stop_service,
    wait_until,
)

# Any signed request goes to the database first, to see whether the token is good.
HEADERS = {"Authorization": "Bearer not-a-token"}
ANSWER_WITHIN_S = 8


def ask(service: RunningService) -> httpx.Response:
    return httpx.get(f"{service.url}/v1/me", headers=HEADERS, timeout=30)


def test_a_database_that_hangs_gives_503_in_time_and_the_service_recovers(service: RunningService) -> None:
    assert ask(service).status_code == 401
    database = service.java()
    database.suspend()
    try:
        # On a busy machine the database runs on for a moment.
        wait_until(lambda: database.status() == psutil.STATUS_STOPPED, DOWN_WITHIN_S, "the database hangs")
        began = time.monotonic()
        answer = ask(service)
        waited = time.monotonic() - began
        assert answer.status_code == 503
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["retry-after"]
        assert waited < ANSWER_WITHIN_S
        assert httpx.get(f"{service.url}/livez", timeout=10).status_code == 200
        assert httpx.get(f"{service.url}/readyz", timeout=10).status_code == 503
    finally:
        database.resume()
    wait_until(lambda: ask(service).status_code == 401, UP_WITHIN_S, "the service answers again")

    # Killed outright, it is started again by itself and found again.
    database.kill()
    wait_until(lambda: ask(service).status_code in (401, 503), UP_WITHIN_S, "the service still answers")
    wait_until(lambda: ready(service.url) and ask(service).status_code == 401, UP_WITHIN_S, "the database is back")
    assert service.java().pid != database.pid

    # And when it is told to stop, all of it stops.
    everything = service.descendants()
    service.process.send_signal(signal.SIGINT)
    assert service.process.wait(DOWN_WITHIN_S) == 0
    wait_until(lambda: not any(p.is_running() for p in everything), DOWN_WITHIN_S, "no process is left")
    for line in service.log().splitlines():
        if line.startswith("{"):
            assert {"event", "level", "timestamp"} <= json.loads(line).keys()
            assert "not-a-token" not in line


def test_a_killed_service_leaves_no_process_and_its_data_in_order(tmp_path: Path) -> None:
    first = start_service(tmp_path / "data")
    everything = first.descendants()
    assert any(process.name() == "java" for process in everything)
    os.kill(first.process.pid, signal.SIGKILL)
    first.process.wait()
    wait_until(
        lambda: not any(p.is_running() and p.status() != psutil.STATUS_ZOMBIE for p in everything),
        DOWN_WITHIN_S,
        "no process is left",
    )
    second = start_service(tmp_path / "data")
    answer = ask(second)
    assert answer.status_code == 401, answer.text + second.log()
    stop_service(second)


def test_a_service_whose_neo4j_is_away_starts_and_says_so(tmp_path: Path) -> None:
    import socket
    import subprocess

    from tests.service.conftest import COMMAND

    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    errors = tmp_path / "log"
    with errors.open("w") as log:
        process = subprocess.Popen(
            [COMMAND, "serve", "--port", "0"],
            stderr=log,
            stdout=log,
            env={**os.environ, "GRAPH_SERVICE_NEO4J_URI": f"bolt://127.0.0.1:{port}"},
        )
    try:
        wait_until(lambda: "Serving on" in errors.read_text(), UP_WITHIN_S, "the service is up")
        url = "http://" + errors.read_text().replace("\n", "").split("Serving on http://")[1].split(",")[0]
        began = time.monotonic()
        answer = httpx.get(f"{url}/v1/me", headers=HEADERS, timeout=30)
        assert answer.status_code == 503
        assert answer.json()["type"] == "urn:problem:database-away"
        assert time.monotonic() - began < ANSWER_WITHIN_S
        assert httpx.get(f"{url}/readyz", timeout=30).status_code == 503
    finally:
        process.terminate()
        assert process.wait(DOWN_WITHIN_S) == 0
