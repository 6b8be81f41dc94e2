"""Start, stop, restart and who owns what, on a Java that only looks like one: every failure, in milliseconds."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from graph_service.engine import attach, bolt, errors, lifecycle, open_engine, start, stop, supervisor
from graph_service.engine.home import DataDirectory
from graph_service.engine.ownership import last_note, read_note
from graph_service.engine.plan import Plan
from graph_service.engine.processes import ProcessId
from graph_service.engine.progress import Progress
from graph_service.settings import Settings

from .conftest import FakeJava, made

DEADLINE_S = 30


def eventually(condition: Callable[[], object], what: str) -> None:
    """Wait until something is so; fail with what it was if it never is."""
    deadline = time.monotonic() + DEADLINE_S
    while not condition():
        assert time.monotonic() < deadline, f"not within {DEADLINE_S} s: {what}"
        time.sleep(0.02)


def variant(settings: Settings, **changes: object) -> Settings:
    return settings.model_copy(update=changes)


def test_an_engine_runs_inside_the_block_and_not_after_it(fake_settings: Settings) -> None:
    steps: list[Progress] = []
    with open_engine(fake_settings, steps.append) as engine:
        assert engine.uri == f"bolt://127.0.0.1:{engine.port}"
        assert bolt.answers(engine.port)
        assert engine.memory() > 0
        java = ProcessId.of(engine.pid)
        assert java is not None
        note = engine.note
        assert note is not None
        assert note.state == "running"
        assert (engine.data_dir / "password").read_text().strip() == engine.password
        assert (engine.data_dir / "password").stat().st_mode & 0o777 == 0o600
        assert (engine.data_dir / "data" / "dbms" / "auth.ini").read_text() == engine.password
        assert engine.password not in repr(engine)
    assert not java.alive
    assert not note.holder.alive
    assert not engine.home.info_file.exists()
    assert (engine.pid, engine.memory()) == (0, 0)
    assert [step.step for step in steps] == ["password", "start", "stop", "cache"]


def test_the_password_is_made_once(fake_settings: Settings, fake_java: FakeJava) -> None:
    with open_engine(fake_settings) as engine:
        first = engine.password
    with open_engine(fake_settings) as engine:
        assert engine.password == first
    assert sum("set-initial-password" in call for call in fake_java.calls) == 1
    assert not any(first in argument for call in fake_java.calls for argument in call)


def test_no_password_is_taken_for_an_option(tmp_path: Path) -> None:
    passwords = []
    for number in range(300):
        home = DataDirectory(tmp_path / str(number))
        home.path.mkdir()
        passwords.append(home.password())
    assert all(password.isalnum() and len(password) >= 32 for password in passwords)
    assert len(set(passwords)) == len(passwords)


def test_the_first_run_records_and_the_next_one_uses_the_startup_cache(
    fake_settings: Settings, fake_java: FakeJava
) -> None:
    with open_engine(fake_settings):
        pass
    with open_engine(fake_settings):
        pass
    first, second = fake_java.server_calls
    assert "-XX:AOTMode=record" in first
    assert any(flag.startswith("-XX:AOTCache=") for flag in second)
    assert sum(made(call) for call in fake_java.calls) == 1
    assert [file.suffix for file in (fake_settings.cache_dir / "startup").iterdir()] == [".aot"]


def test_a_startup_cache_that_cannot_be_made_leaves_nothing_behind(
    fake_settings: Settings, fake_java: FakeJava
) -> None:
    fake_java.order(cache_code=1)
    with open_engine(fake_settings):
        pass
    assert list((fake_settings.cache_dir / "startup").iterdir()) == []


def test_an_interruption_while_stopping_skips_the_startup_cache(fake_settings: Settings, fake_java: FakeJava) -> None:
    fake_java.order(seconds_for_the_cache=60)

    def interrupt(progress: Progress) -> None:
        if progress.step == "cache":
            raise KeyboardInterrupt

    running = start(fake_settings)
    note = running.engine.note
    assert note is not None
    running.stop(interrupt)
    assert not note.holder.alive
    assert list((fake_settings.cache_dir / "startup").iterdir()) == []


def test_an_old_java_gets_no_startup_cache_flags(fake_settings: Settings, fake_java: FakeJava) -> None:
    fake_java.order(version="21.0.4")
    with open_engine(fake_settings):
        pass
    assert not any("AOT" in flag for call in fake_java.calls for flag in call)


def test_a_second_owner_is_told_who_the_first_is(fake_settings: Settings) -> None:
    with open_engine(fake_settings), pytest.raises(errors.DataDirectoryInUse) as raised, open_engine(fake_settings):
        pass
    assert raised.value.pid == os.getpid()
    assert f"process {os.getpid()} (" in raised.value.cause
    assert "since 20" in raised.value.cause


def test_two_that_start_at_once_are_sorted_out_by_the_lock(
    fake_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_engine(fake_settings) as engine:
        # As if the note had not been there a moment ago: the lock decides.
        monkeypatch.setattr(lifecycle, "read_note", lambda _home: None)
        with pytest.raises(errors.DataDirectoryInUse), open_engine(fake_settings):
            pass
        monkeypatch.undo()
        assert bolt.answers(engine.port)


def test_anybody_may_attach_to_a_running_engine(fake_settings: Settings) -> None:
    assert attach(fake_settings) is None
    with open_engine(fake_settings) as engine:
        attached = attach(fake_settings)
        assert attached is not None
        assert (attached.uri, attached.password, attached.pid) == (engine.uri, engine.password, engine.pid)
    assert attach(fake_settings) is None


def test_attach_waits_for_an_engine_that_is_starting(fake_settings: Settings, fake_java: FakeJava) -> None:
    fake_java.order(mute=True)
    home = DataDirectory(fake_settings.data_dir)
    failures: list[BaseException] = []

    def try_to_start() -> None:
        try:
            start(variant(fake_settings, engine_start_timeout_s=2))
        except errors.EngineError as error:
            failures.append(error)

    thread = threading.Thread(target=try_to_start)
    thread.start()
    eventually(lambda: read_note(home), "an engine that is starting")
    assert attach(fake_settings, wait_s=0) is None
    thread.join()
    assert [type(failure) for failure in failures] == [errors.StartTimedOut]
    assert attach(fake_settings) is None


def test_java_killed_is_started_again_on_the_same_port(fake_settings: Settings) -> None:
    with open_engine(fake_settings) as engine:
        for _ in range(2):
            before = engine.pid
            os.kill(before, signal.SIGKILL)
            eventually(
                lambda before=before: engine.pid not in (0, before) and bolt.answers(engine.port), "another Java"
            )
        note = engine.note
        assert note is not None
        assert note.state in ("starting", "running")


def test_java_that_ends_too_often_is_given_up_with_a_reason(
    fake_settings: Settings, fake_java: FakeJava, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lifecycle, "RESTART_PAUSE_S", 0.01)
    fake_java.order(failures=[None, *["ERROR broken"] * 20])
    with open_engine(fake_settings) as engine:
        note = engine.note
        assert note is not None
        os.kill(engine.pid, signal.SIGKILL)
        eventually(lambda: not note.holder.alive, "the supervisor gives up")
    log = engine.home.supervisor_log.read_text()
    assert "ERROR broken" in log
    assert "Java ended 7 times within 300 s" in log


def test_the_supervisor_killed_takes_java_with_it_and_both_come_back(fake_settings: Settings) -> None:
    with open_engine(fake_settings) as engine:
        before = engine.note
        assert before is not None
        assert before.java is not None
        os.kill(before.holder.pid, signal.SIGKILL)
        eventually(lambda: not before.java.alive, "Java ends with its supervisor")
        eventually(lambda: engine.pid and bolt.answers(engine.port), "another supervisor, on the same port")
        after = engine.note
        assert after is not None
        assert after.holder != before.holder
    assert not after.holder.alive


def test_a_supervisor_that_is_being_started_in_place_of_a_killed_one_is_stopped_too(
    fake_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = start(fake_settings)
    before = running.engine.note
    assert before is not None
    launch, say = running._launch, lifecycle.say
    launched, told = threading.Event(), threading.Event()

    def launch_until_told(port: int | None) -> subprocess.Popen[bytes]:
        another = launch(port)
        launched.set()
        assert told.wait(DEADLINE_S)
        return another

    def say_and_tell(supervisor: subprocess.Popen[bytes], line: str) -> None:
        say(supervisor, line)
        if line == "stop":
            told.set()

    monkeypatch.setattr(running, "_launch", launch_until_told)
    monkeypatch.setattr(lifecycle, "say", say_and_tell)
    os.kill(before.holder.pid, signal.SIGKILL)
    assert launched.wait(DEADLINE_S)
    stopping = threading.Thread(target=running.stop, daemon=True)
    stopping.start()
    stopping.join(DEADLINE_S)
    assert not stopping.is_alive()
    assert running.engine.note is None


SERVICE = """
import sys, time
from graph_service.engine import lifecycle, open_engine
from graph_service.engine.lock import Lock, server_lock
from graph_service.settings import Settings
lock = Lock(server_lock().version, 21, (), "none")
lifecycle.server_lock = lambda: lock
with open_engine(Settings.model_validate_json(sys.argv[1])) as engine:
    print("ready", flush=True)
    time.sleep(600)
"""


def a_service(settings: Settings) -> subprocess.Popen[str]:
    """Another process that holds an engine, once it is ready."""
    service = subprocess.Popen(
        [sys.executable, "-c", SERVICE, settings.model_dump_json()], stdout=subprocess.PIPE, text=True
    )
    assert service.stdout is not None
    assert service.stdout.readline() == "ready\n"
    return service


def test_a_service_killed_leaves_no_process_and_can_start_again(fake_settings: Settings) -> None:
    service = a_service(fake_settings)
    note = read_note(DataDirectory(fake_settings.data_dir))
    assert note is not None
    assert note.java is not None
    service.kill()
    service.communicate()
    with open_engine(fake_settings) as engine:  # waits for what the killed one left
        assert not note.java.alive
        assert not note.holder.alive
        assert engine.pid != note.java.pid


def test_everything_killed_at_once_leaves_notes_that_are_known_to_be_stale(fake_settings: Settings) -> None:
    service = a_service(fake_settings)
    home = DataDirectory(fake_settings.data_dir)
    note = read_note(home)
    assert note is not None
    assert note.java is not None
    for pid in (note.holder.pid, note.java.pid, service.pid):
        os.kill(pid, signal.SIGKILL)
    service.communicate()
    eventually(lambda: not note.holder.alive and not note.java.alive, "all are gone")
    assert last_note(home) == note
    assert read_note(home) is None
    with open_engine(fake_settings) as engine:
        assert bolt.answers(engine.port)


def test_a_java_that_outlived_its_supervisor_is_ended_before_the_next_starts(
    fake_settings: Settings, fake_java: FakeJava
) -> None:
    with open_engine(fake_settings):
        pass
    home = DataDirectory(fake_settings.data_dir)
    leftover = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    found = ProcessId.of(leftover.pid)
    assert found is not None
    dead = {"pid": 2**22 + 1, "created": 1.0}
    home.info_file.write_text(
        json.dumps(
            {
                "holder": dead,
                "owner": None,
                "java": {"pid": found.pid, "created": found.created},
                "command": "serve",
                "since": "2026-01-01T00:00:00+00:00",
                "state": "running",
                "port": 1,
                "detached": False,
            }
        )
    )
    with open_engine(fake_settings):
        assert leftover.poll() == -signal.SIGTERM


def test_a_detached_engine_stays_until_it_is_stopped(fake_settings: Settings) -> None:
    running = start(fake_settings, detached=True)
    with open_engine(fake_settings) as engine:
        assert engine.uri == running.engine.uri
    assert bolt.answers(running.engine.port)
    with pytest.raises(errors.DataDirectoryInUse):
        start(fake_settings, detached=True)
    java = ProcessId.of(running.engine.pid)
    assert java is not None
    stop(fake_settings)
    assert not java.alive
    with pytest.raises(errors.EngineNotRunning):
        stop(fake_settings)


def test_an_engine_of_a_running_command_is_not_stopped_by_another(fake_settings: Settings) -> None:
    with open_engine(fake_settings) as engine:
        with pytest.raises(errors.DataDirectoryInUse):
            stop(fake_settings)
        assert bolt.answers(engine.port)


def test_a_java_that_does_not_hear_is_killed(
    fake_settings: Settings, fake_java: FakeJava, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lifecycle, "JAVA_STOP_PATIENCE_S", 0.2)
    fake_java.order(deaf=True)
    running = start(fake_settings)
    java = ProcessId.of(running.engine.pid)
    assert java is not None
    running.stop()
    assert not java.alive
    assert "killed" in running.engine.home.supervisor_log.read_text()


def test_a_port_that_was_asked_for_and_is_taken_is_an_error(fake_settings: Settings) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with (
            pytest.raises(errors.PortTaken, match=f"Port {port}"),
            open_engine(variant(fake_settings, engine_bolt_port=port)),
        ):
            pass
    with open_engine(variant(fake_settings, engine_bolt_port=port)) as engine:
        assert engine.port == port


def test_a_free_port_that_is_taken_in_between_is_replaced_by_another(
    fake_settings: Settings, fake_java: FakeJava
) -> None:
    taken = "java.net.BindException: Address already in use"
    fake_java.order(failures=[taken, taken])
    with open_engine(fake_settings) as engine:
        assert bolt.answers(engine.port)
    assert len(fake_java.server_calls) == 3


def test_a_port_that_is_always_taken_is_an_error(fake_settings: Settings, fake_java: FakeJava) -> None:
    fake_java.order(failures=["java.net.BindException: Address already in use"] * 9)
    with pytest.raises(errors.PortTaken), open_engine(fake_settings):
        pass


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ("java.io.IOException: No space left on device", errors.DiskFull),
        ("Could not reserve enough space for object heap", errors.NotEnoughMemory),
        ("Lock file has been locked by another process", errors.DataDirectoryInUse),
        ("ERROR The store was made by a newer version of Neo4j", errors.DataFromNewerVersion),
        ("ERROR something nobody foresaw", errors.StartFailed),
    ],
)
def test_a_failed_start_says_why(
    fake_settings: Settings, fake_java: FakeJava, words: str, error: type[errors.EngineError]
) -> None:
    fake_java.order(failures=[words] * 9)
    with pytest.raises(error) as raised, open_engine(fake_settings):
        pass
    assert raised.value.cause
    assert raised.value.remedy
    assert str(raised.value) == f"{raised.value.cause}\n{raised.value.remedy}"
    assert read_note(DataDirectory(fake_settings.data_dir)) is None


def test_a_database_that_could_not_be_opened_for_want_of_space_is_an_error_too(
    fake_settings: Settings, fake_java: FakeJava
) -> None:
    fake_java.order(prints="WARN neo4j: No space left on device")
    with pytest.raises(errors.DiskFull), open_engine(fake_settings):
        pass


def test_a_disk_that_fills_up_while_the_server_starts_is_noticed_at_once(
    fake_settings: Settings, fake_java: FakeJava, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_java.order(mute=True)
    monkeypatch.setattr(supervisor, "free_bytes", lambda _place: 1024)
    home = DataDirectory(fake_settings.data_dir)
    home.prepare()
    plan = Plan(
        data_dir=str(home.path),
        cache_dir=str(fake_settings.cache_dir),
        java=str(fake_java.home / "bin" / "java"),
        java_version="25.0.1",
        jars=[],
        heap_mb=512,
        page_cache_mb=64,
        port=None,
        start_timeout_s=60,
        command="test",
        owner_pid=os.getpid(),
        detached=False,
        restart_pause_s=0,
        stop_patience_s=5,
    )
    told: list[dict[str, object]] = []
    with pytest.raises(errors.DiskFull, match="no space left"):
        supervisor.Supervisor(plan, told.append).run()
    assert [event["step"] for event in told] == ["password", "start"]
    assert read_note(home) is None


def test_a_nearly_full_disk_is_noticed_before_anything_is_written(fake_settings: Settings) -> None:
    with pytest.raises(errors.DiskFull, match="has 100 MB left; at least 512 MB") as raised:
        start(fake_settings, free=lambda _place: 100 * 1024 * 1024)
    assert "--data" in raised.value.remedy
    assert not (fake_settings.data_dir / "data" / "dbms").exists()


def test_data_of_a_newer_version_is_refused(fake_settings: Settings) -> None:
    with open_engine(fake_settings) as engine:
        version = engine.home.version_file
    version.write_text("2031.01.0\n")
    with pytest.raises(errors.DataFromNewerVersion, match=r"written by Neo4j 2031\.01\.0"), open_engine(fake_settings):
        pass


def test_a_lost_password_is_explained(fake_settings: Settings) -> None:
    with open_engine(fake_settings) as engine:
        engine.home.password_file.unlink()
    with pytest.raises(errors.PasswordLost, match="password"), open_engine(fake_settings):
        pass


@pytest.mark.parametrize(
    ("words", "error"),
    [("ERROR no such option", errors.ToolFailed), ("IOException: No space left on device", errors.DiskFull)],
)
def test_a_tool_that_fails_during_the_set_up_is_explained(
    fake_settings: Settings, fake_java: FakeJava, words: str, error: type[errors.EngineError]
) -> None:
    fake_java.order(admin_code=1, admin_prints=words)
    with pytest.raises(error), open_engine(fake_settings):
        pass


def test_a_data_directory_that_cannot_be_made_is_explained(fake_settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(errors.DataDirectoryUnusable, match="not a directory"),
        open_engine(variant(fake_settings, data_dir=tmp_path / "file" / "data")),
    ):
        pass


def test_an_error_inside_the_block_stops_the_engine_and_passes_on(fake_settings: Settings) -> None:
    seen: list[ProcessId | None] = []

    def fail_inside() -> None:
        with open_engine(fake_settings) as engine:
            seen.append(ProcessId.of(engine.pid))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_inside()
    assert seen[0] is not None
    assert not seen[0].alive


def test_console_logs_of_the_last_runs_are_kept(fake_settings: Settings) -> None:
    for _ in range(7):
        with open_engine(fake_settings) as engine:
            pass
    assert sorted(file.name for file in engine.home.logs.glob("console*")) == [
        "console.1.log",
        "console.2.log",
        "console.3.log",
        "console.4.log",
        "console.5.log",
        "console.log",
    ]
