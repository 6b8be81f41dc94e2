"""The demo as a stranger sees it: from the checkout, and from the wheel in a clean environment elsewhere."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import psutil
import pytest

from tests.service.conftest import COMMAND, DOWN_WITHIN_S, UP_WITHIN_S, wait_until

DEMO_WITHIN_S = 400
QUESTIONS = re.compile(
    r"^(?:Who is|Who could|Whom do|What do|Only those|How am I|Somebody else|And how many|How are they|And with)",
    re.MULTILINE,
)
REQUESTS = re.compile(r"^(?:GET|PUT) (/v1/[^ ?]+)", re.MULTILINE)
AN_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demos of this module keep their data: loaded by the first one."""
    return tmp_path_factory.mktemp("demo") / "data"


def requests_in(text: str) -> list[str]:
    """The addresses asked, without the ids, which are others in every graph."""
    return [AN_ID.sub("ID", address) for address in REQUESTS.findall(text)]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    """The command line of the wheel, in an environment that has nothing else, with the locked requirements."""
    folder = tmp_path_factory.mktemp("wheel")
    tools, environment = Path(sys.executable).parent, folder / "clean"
    python = environment / "bin" / "python"
    plain = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}

    def run(*command: Path | str) -> None:
        done = subprocess.run(command, capture_output=True, text=True, env=plain, timeout=DEMO_WITHIN_S, check=False)
        assert done.returncode == 0, done.stderr

    run(tools / "python", "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, repository)
    run(tools / "uv", "venv", "--python", sys.executable, environment)
    requirements = repository / "requirements.txt"
    run(tools / "uv", "pip", "install", "--python", python, "--require-hashes", "-r", requirements)
    run(tools / "uv", "pip", "install", "--python", python, "--no-deps", next(folder.glob("*.whl")))
    return environment / "bin" / "graph-service"


def test_the_wheels_demo_asks_its_questions_elsewhere_as_the_readme_shows_them(
    installed: Path, place: Path, repository: Path, tmp_path: Path
) -> None:
    done = subprocess.run(
        [installed, "demo", "--once", "--data", str(place)],
        capture_output=True,
        check=False,
        text=True,
        timeout=DEMO_WITHIN_S,
        env={**os.environ, "GRAPH_SERVICE_ENGINE_HEAP_MB": "1024"},
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    readme = (repository / "README.md").read_text("utf-8")
    shown = readme[readme.index("<!-- demo -->") : readme.index("<!-- /demo -->")]
    for role in ("alumnus", "staff", "researcher", "admin"):
        assert re.search(rf"^{role}\s+\w+-\w+-\w+-\w+", done.stdout, re.MULTILINE), done.stdout
    assert "/docs" in done.stdout
    assert requests_in(done.stdout) == requests_in(shown)
    assert len(QUESTIONS.findall(done.stdout)) == len(QUESTIONS.findall(shown)) == 10


def test_a_second_demo_serves_on_until_it_is_interrupted(place: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with log.open("w") as output:
        demo = subprocess.Popen(
            [COMMAND, "demo", "--data", str(place)], stdout=output, stderr=output, start_new_session=True
        )
    try:
        wait_until(lambda: "Still serving" in log.read_text("utf-8"), UP_WITHIN_S, "the demo serves on")
        text = log.read_text("utf-8")
        assert "Loading the sample school" not in text
        assert len(QUESTIONS.findall(text)) == 10
        url = re.search(r"http://127\.0\.0\.1:\d+", text)
        assert url
        password = re.search(r"^alumnus\s+(\S+)", text, re.MULTILINE)
        assert password
        signed_in = httpx.post(f"{url[0]}/v1/tokens", json={"name": "alumnus", "password": password[1]}, timeout=30)
        assert signed_in.status_code in (200, 201)
        everything = psutil.Process(demo.pid).children(recursive=True)
        assert everything
    finally:
        demo.send_signal(signal.SIGINT)
        assert demo.wait(DOWN_WITHIN_S) == 0
    wait_until(lambda: not any(p.is_running() for p in everything), DOWN_WITHIN_S, "no process is left")
