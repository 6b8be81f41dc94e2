"""Which Java is taken, and what is said about one that cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_service.engine import errors, java
from graph_service.engine.java import Java, find_java

from .conftest import FakeJava


def test_the_named_java_comes_before_all_others(fake_java: FakeJava) -> None:
    found = find_java(fake_java.home, 21)
    assert (found.executable, found.version) == (fake_java.home / "bin" / "java", "25.0.1")


def test_a_java_that_is_too_old_is_named_with_its_version(fake_java: FakeJava) -> None:
    fake_java.order(version="17.0.15")
    with pytest.raises(errors.JavaTooOld, match=r"is version 17\.0\.15; the engine needs 21") as raised:
        find_java(fake_java.home, 21)
    assert "GRAPH_SERVICE_JAVA_HOME" in raised.value.remedy


def test_a_home_without_java_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(errors.JavaMissing, match=str(tmp_path)):
        find_java(tmp_path, 21)


@pytest.mark.parametrize("script", ["#!/bin/sh\necho nothing of the kind\n", "not a program"])
def test_a_program_that_is_no_java_is_none(tmp_path: Path, script: str) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "java").write_text(script)
    (tmp_path / "bin" / "java").chmod(0o755)
    with pytest.raises(errors.JavaMissing):
        find_java(tmp_path, 21)


def test_the_bundled_java_is_taken_when_none_is_named() -> None:
    found = find_java(None, 21)
    assert found.major >= 25
    assert "--sun-misc-unsafe-memory-access=allow" in found.flags
    assert "--sun-misc-unsafe-memory-access=allow" not in Java(Path("java"), "21.0.1").flags


@pytest.fixture
def no_bundled_java(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def missing(_name: str) -> None:
        raise ImportError

    monkeypatch.setattr(java.importlib, "import_module", missing)
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    monkeypatch.delenv("JAVA_HOME", raising=False)


@pytest.mark.usefixtures("no_bundled_java")
class TestOnAMachineWithoutTheBundledJava:
    def test_java_home_is_taken(self, fake_java: FakeJava, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("JAVA_HOME", str(fake_java.home))
        assert find_java(None, 21).executable == fake_java.home / "bin" / "java"

    def test_java_on_the_path_is_taken(self, fake_java: FakeJava, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("JAVA_HOME", "/nowhere")
        monkeypatch.setenv("PATH", str(fake_java.home / "bin"))
        assert find_java(None, 21).version == "25.0.1"

    def test_an_old_java_home_is_named(self, fake_java: FakeJava, monkeypatch: pytest.MonkeyPatch) -> None:
        fake_java.order(version="1.8.0_292")
        monkeypatch.setenv("JAVA_HOME", str(fake_java.home))
        with pytest.raises(errors.JavaTooOld, match=r"1\.8\.0_292"):
            find_java(None, 21)

    def test_no_java_at_all_is_an_error(self) -> None:
        with pytest.raises(errors.JavaMissing, match="JAVA_HOME or the PATH"):
            find_java(None, 21)
