"""The engine's small parts: memory, configuration, logs, notes, files, errors."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from graph_service.engine import bolt, errors, pages, processes
from graph_service.engine.aot import StartupCache
from graph_service.engine.configuration import Memory, machine_mb, neo4j_conf, server_flags
from graph_service.engine.diagnosis import LogMarks, last_relevant_lines
from graph_service.engine.home import DataDirectory, version_key, write_private
from graph_service.engine.java import Java
from graph_service.engine.lock import server_lock
from graph_service.engine.ownership import last_note
from graph_service.engine.processes import ProcessId
from graph_service.engine.replacement import Replacement
from graph_service.engine.tools import ImportFiles


def test_every_error_stands_in_the_tree_at_the_top_of_its_module() -> None:
    tree = errors.__doc__ or ""
    classes = [name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, Exception)]
    assert len(classes) > 15
    assert [name for name in classes if name not in tree] == []


def test_an_error_of_another_process_comes_back_as_what_it_was() -> None:
    error = errors.revived("PortTaken", "Port 1 is taken.", "Take another.")
    assert isinstance(error, errors.PortTaken)
    assert (error.cause, error.remedy) == ("Port 1 is taken.", "Take another.")
    assert type(errors.revived("os", "a", "b")) is errors.EngineError


def test_memory_that_was_asked_for_is_taken_and_the_rest_is_an_eighth_of_the_machine() -> None:
    assert Memory.sensible(64_000) == Memory(4096, 8000)
    assert Memory.sensible(1_000) == Memory(512, 128)
    assert Memory.sensible(64_000, heap_mb=300, page_cache_mb=64) == Memory(300, 64)
    assert machine_mb() > 500


def test_the_configuration_listens_on_the_loopback_interface_alone(tmp_path: Path) -> None:
    text = neo4j_conf(DataDirectory(tmp_path), Memory(512, 64), 4711)
    lines = text.splitlines()
    assert "server.bolt.listen_address=127.0.0.1:4711" in lines
    assert "server.http.enabled=false" in lines
    assert "server.https.enabled=false" in lines
    assert "dbms.security.auth_enabled=true" in lines
    assert "dbms.usage_report.enabled=false" in lines
    assert "db.logs.query.enabled=OFF" in lines
    assert "db.transaction.timeout=3600s" in lines
    assert not any("0.0.0.0" in line for line in lines)


def test_a_small_heap_gets_the_small_collector() -> None:
    java = Java(Path("java"), "25.0.1")
    assert "-XX:+UseSerialGC" in server_flags(java, Memory(512, 64))
    assert "-XX:+UseParallelGC" in server_flags(java, Memory(4096, 64))


@pytest.mark.parametrize(("heap_mb", "collector"), [(512, "SerialGC"), (4096, "ParallelGC")])
def test_a_start_up_cache_is_named_after_the_collector(tmp_path: Path, heap_mb: int, collector: str) -> None:
    java = Java(Path("java"), "25.0.1")
    cache = StartupCache.of(tmp_path, java, server_lock(), server_flags(java, Memory(heap_mb, 64)))
    assert cache.file.stem.endswith(f"-{collector}")


@pytest.mark.parametrize(
    ("offer", "given"),
    [
        ("always [madvise] never", True),
        ("[always] madvise never", True),
        ("always madvise [never]", False),
        (None, False),
    ],
)
def test_huge_pages_are_asked_for_where_they_are_given(tmp_path: Path, offer: str | None, given: bool) -> None:
    file = tmp_path / "enabled"
    if offer is not None:
        file.write_text(offer + "\n")
    assert pages.java_flags(file) == (["-XX:+UseTransparentHugePages"] if given else [])
    assert pages.malloc_environment({}, file) == ({"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"} if given else {})


def test_what_a_user_tells_the_c_library_stays(tmp_path: Path) -> None:
    file = tmp_path / "enabled"
    file.write_text("[always] madvise never\n")
    other, own = {"GLIBC_TUNABLES": "glibc.malloc.arena_max=2"}, {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=0"}
    added = {"GLIBC_TUNABLES": "glibc.malloc.arena_max=2:glibc.malloc.hugetlb=1"}
    assert pages.malloc_environment(other, file) == added
    assert pages.malloc_environment(own, file) == {}


def test_only_what_is_new_in_the_logs_is_read(tmp_path: Path) -> None:
    home = DataDirectory(tmp_path)
    home.prepare()
    home.console_log.write_text("old\n")
    marks = LogMarks.of(home)
    with home.console_log.open("a") as log:
        log.write("new\n")
    assert marks.news() == "new\n"
    home.console_log.write_text("a\n")  # rotated since
    assert marks.news() == "a\n"


def test_the_telling_lines_of_a_json_log_are_read_as_text() -> None:
    line = '{"time":"2026-01-01","level":"ERROR","category":"x","message":"It broke","stacktrace":"..."}'
    assert last_relevant_lines(f"noise\n{line}") == ["2026-01-01 ERROR It broke"]
    assert last_relevant_lines("only\nwords") == ["only", "words"]
    assert last_relevant_lines("") == ["it wrote nothing"]


def test_versions_compare_as_numbers() -> None:
    assert version_key("2026.8.1") == version_key("2026.08.1")
    assert version_key("2027.01.0") > version_key("2026.12.3")


def test_a_private_file_is_readable_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("old")
    file.chmod(0o644)
    write_private(file, "new")
    assert file.read_text() == "new"
    assert file.stat().st_mode & 0o777 == 0o600
    assert [left.name for left in tmp_path.iterdir()] == ["secret"]


def test_a_directory_that_is_not_ours_is_unusable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(errors.DataDirectoryUnusable, match="not writable"):
        DataDirectory(tmp_path).prepare()


@pytest.mark.parametrize("text", ["", "{", "{}", '{"holder": {"pid": 1}}', "[]"])
def test_a_note_that_cannot_be_read_is_no_note(tmp_path: Path, text: str) -> None:
    home = DataDirectory(tmp_path)
    home.info_file.write_text(text)
    assert last_note(home) is None


def test_a_process_number_given_to_another_process_is_not_taken_for_the_first() -> None:
    own = ProcessId.own()
    assert own.alive
    other = ProcessId(own.pid, own.created - 100)
    assert not other.alive
    other.signal(9)
    assert other.wait(0)
    assert not own.wait(0)
    assert ProcessId.of(2**22 + 5) is None


def test_a_child_ends_with_its_parent() -> None:
    script = (
        "import subprocess, sys\n"
        "from graph_service.engine.processes import start_bound\n"
        "child = start_bound(['sleep', '600'], environment={}, output=-3, errors=-3)\n"
        "print(child.pid, flush=True)\n"
        "sys.stdin.read()\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = ProcessId.of(int(parent.stdout.readline()))
    assert child is not None
    parent.kill()
    parent.communicate()
    assert child.wait(10)


def test_elsewhere_than_on_linux_children_are_not_bound_by_the_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes.sys, "platform", "darwin")
    with processes.start_bound(["true"], environment={}, output=-3, errors=-3) as child:
        assert child.wait() == 0


def test_a_free_port_is_free_and_answers_nothing() -> None:
    port = bolt.free_port()
    assert bolt.is_free(port)
    assert not bolt.answers(port)


def test_what_killed_runs_left_of_the_startup_cache_is_removed(tmp_path: Path) -> None:
    cache = StartupCache.of(tmp_path, Java(Path("java"), "25.0.1"), server_lock(), ["-XX:+UseSerialGC"])
    cache.file.parent.mkdir()
    dead = cache.file.with_suffix(".4194999.record")
    alive = cache.file.with_suffix(f".{os.getpid()}.unfinished")
    for file in (dead, alive):
        file.touch()
    cache.run_flags()
    assert not dead.exists()
    assert alive.exists()


def staged(home: DataDirectory) -> Replacement:
    """A home with an old graph, and a new one beside it."""
    for store in (home.database, home.transactions):
        store.mkdir(parents=True)
        (store / "neostore").write_text("old")
    replacement = Replacement(home)
    replacement.begin(Memory(512, 64))
    for store in (replacement.staged.database, replacement.staged.transactions):
        store.mkdir(parents=True)
        (store / "neostore").write_text("new")
    return replacement


def graphs(home: DataDirectory) -> tuple[str, str]:
    return (home.database / "neostore").read_text(), (home.transactions / "neostore").read_text()


def test_a_new_graph_that_is_not_whole_leaves_the_old_one(tmp_path: Path) -> None:
    home = DataDirectory(tmp_path / "home")
    replacement = staged(home)
    replacement.settle()
    assert graphs(home) == ("old", "old")
    assert not replacement.path.exists()


def test_a_whole_new_graph_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    home = DataDirectory(tmp_path / "home")
    replacement = staged(home)
    replacement.complete()
    replacement.settle()
    assert graphs(home) == ("new", "new")
    assert not replacement.path.exists()


def test_an_exchange_that_was_interrupted_is_finished_by_whoever_comes_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for interrupted_at in (1, 2):
        home = DataDirectory(tmp_path / str(interrupted_at))
        replacement = staged(home)
        replacement.complete()
        calls = 0
        original = Path.replace

        def replace(self: Path, target: Path, stop: int = interrupted_at, original=original) -> Path:
            nonlocal calls
            calls += 1
            if calls == stop:
                raise KeyboardInterrupt
            return original(self, target)

        monkeypatch.setattr(Path, "replace", replace)
        with pytest.raises(KeyboardInterrupt):
            replacement.settle()
        monkeypatch.undo()
        Replacement(home).settle()
        assert graphs(home) == ("new", "new")


def test_files_of_an_import_are_looked_at_before_it_starts(tmp_path: Path) -> None:
    with pytest.raises(errors.FileUnusable, match="no such file"):
        ImportFiles("A", [tmp_path / "missing.csv"]).argument("--nodes")
    comma = tmp_path / "a,b.csv"
    comma.touch()
    with pytest.raises(errors.FileUnusable, match="comma"):
        ImportFiles("A", [comma]).argument("--nodes")
    plain = tmp_path / "plain.csv"
    plain.touch()
    assert ImportFiles("", [plain]).argument("--relationships") == f"--relationships={plain}"
