"""What the engine's tests share: a lock without jars, and a Java that only looks like one."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from graph_service.engine import lifecycle
from graph_service.engine.lock import Lock, server_lock
from graph_service.settings import Settings


class FakeJava:
    """The home of a Java that does what it is ordered to."""

    def __init__(self, home: Path) -> None:
        self.home = home
        (home / "bin").mkdir(parents=True)
        script = home / "bin" / "java"
        source = Path(__file__).with_name("fake_java.py").read_text(encoding="utf-8")
        script.write_text(f"#!{sys.executable} -ISE\n{source}", encoding="utf-8")
        script.chmod(0o755)

    def order(self, **orders: Any) -> None:
        """What it shall do from now on."""
        (self.home / "orders.json").write_text(json.dumps(orders))
        (self.home / "starts").unlink(missing_ok=True)

    @property
    def calls(self) -> list[list[str]]:
        """The arguments of each call but `-version`."""
        file = self.home / "calls.jsonl"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    @property
    def server_calls(self) -> list[list[str]]:
        """The calls that started a server."""
        return [
            call
            for call in self.calls
            if "--" in " ".join(call) and call[-2].startswith("--home-dir") and not made(call)
        ]


def made(call: list[str]) -> bool:
    """Whether a call made the start-up cache."""
    return "-XX:AOTMode=create" in call


@pytest.fixture
def fake_java(tmp_path: Path) -> FakeJava:
    return FakeJava(tmp_path / "java")


@pytest.fixture
def no_jars(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock of our version with no jars in it."""
    lock = Lock(server_lock().version, server_lock().minimum_java, (), "none")
    monkeypatch.setattr(lifecycle, "server_lock", lambda: lock)


@pytest.fixture
def fake_settings(tmp_path: Path, fake_java: FakeJava, no_jars: None) -> Settings:
    """Settings for an engine on the Java that only looks like one."""
    return Settings(
        data_dir=tmp_path / "data", cache_dir=tmp_path / "cache", java_home=fake_java.home, engine_start_timeout_s=20
    )


@pytest.fixture
def cached_jars(tmp_path: Path) -> Path:
    """A cache directory of our own with the real jars in it, hard-linked so that it costs nothing."""
    from graph_service.engine.jars import JarStore

    store = JarStore(server_lock(), Settings().cache_dir)
    own = JarStore(server_lock(), tmp_path / "own-cache")
    for jar, file in zip(server_lock().jars, store.ensure(), strict=True):
        own.place(jar).parent.mkdir(parents=True, exist_ok=True)
        try:
            own.place(jar).hardlink_to(file)
        except OSError:
            shutil.copy2(file, own.place(jar))
    return own.cache_dir
