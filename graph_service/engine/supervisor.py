"""The process between the service and Java: `python -m graph_service.engine.supervisor`.

It holds the data directory, starts Java, starts it again when it dies, and ends it. Its standard input is a pipe that
the service holds: when the service ends, by whatever cause, the pipe ends, and the supervisor stops Java gracefully.
When the supervisor itself is killed, the kernel kills Java. So no process is left behind.

The first line it reads is its plan; `stop` ends it, `hurry` ends it without making the start-up cache. What happens it
tells on its standard output, one JSON object a line: {"event": "progress" | "ready" | "failed", ...}.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Literal

from . import bolt
from .admin import set_initial_password
from .aot import StartupCache
from .configuration import Memory, java_environment, server_command, server_flags, write_configuration
from .diagnosis import DISK_FULL, ROOM_MB, LogMarks, diagnose
from .disk import MEGABYTE, free_bytes
from .errors import DiskFull, EngineError, PortTaken, StartFailed, StartTimedOut
from .home import DataDirectory, write_private
from .java import Java
from .lock import server_lock
from .ownership import Note, Ownership, last_note, now, owned
from .plan import Plan
from .processes import ProcessId, start_bound
from .replacement import Replacement

RESTARTS = 6
RESTART_WINDOW_S = 300
PORT_ATTEMPTS = 5
KEPT_CONSOLE_LOGS = 5
CACHE_PATIENCE_S = 120
FULL_BYTES = 4 * MEGABYTE

Word = Literal["stop", "hurry", "exited"]


class Stopped(Exception):
    """The engine is to end."""


class Supervisor:
    """Runs one server until it is told to stop."""

    def __init__(self, plan: Plan, tell: Callable[[dict[str, Any]], None]) -> None:
        self.plan = plan
        self.tell = tell
        self.home = DataDirectory(Path(plan.data_dir))
        self.memory = Memory(plan.heap_mb, plan.page_cache_mb)
        self.java = Java(Path(plan.java), plan.java_version)
        self.environment = java_environment(self.home, [Path(jar) for jar in plan.jars])
        self.flags = server_flags(self.java, self.memory)
        self.cache = StartupCache.of(Path(plan.cache_dir), self.java, server_lock(), self.flags)
        # Signal handlers put into it too: a SimpleQueue can take that at any moment.
        self.words: queue.SimpleQueue[tuple[Word, int]] = queue.SimpleQueue()
        self.child: subprocess.Popen[bytes] | None = None
        self.recording = False
        self.hurried = False
        self.port = plan.port or 0

    # --- the story ----------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Hold the data directory and run the server until the end. Raises `EngineError`."""
        owner = ProcessId.of(self.plan.owner_pid)
        note = Note(ProcessId.own(), self.plan.command, now(), "starting", owner=owner, detached=self.plan.detached)
        leftover = last_note(self.home)
        with owned(self.home, note, self.plan.wait_for_holder_s) as ownership:
            _end_leftover(leftover)
            try:
                self._set_up()
                self._start_somewhere(ownership)
                self.tell({"event": "ready", "port": self.port})
                self._serve(ownership)
            except Stopped:
                ownership.update(state="stopping")
            finally:
                self._stop()

    def _set_up(self) -> None:
        """What has to be there before the first start."""
        self.home.check_version(server_lock().version)
        Replacement(self.home).settle()
        self.home.password()
        if not self.home.has_users:
            self.tell({"event": "progress", "step": "password"})
            write_configuration(self.home, self.memory, bolt.free_port())
            set_initial_password(self.java, self.environment, self.home.password_file)

    def _start_somewhere(self, ownership: Ownership) -> None:
        """Start on the port that was asked for, or on a free one; another free one if that was taken in between."""
        self.tell({"event": "progress", "step": "start"})
        for attempt in range(PORT_ATTEMPTS):
            self.port = self.plan.port or bolt.free_port()
            try:
                self._start(ownership)
                break
            except PortTaken:
                if self.plan.port or attempt + 1 == PORT_ATTEMPTS:
                    raise
        write_private(self.home.version_file, server_lock().version + "\n")

    def _serve(self, ownership: Ownership) -> None:
        """Start Java again whenever it ends. Ends with `Stopped`, or with `StartFailed` when it ends too often."""
        ends: list[float] = []
        while True:
            self._wait_for_exit()
            self.child = None
            ownership.update(state="starting", java=None)
            self._start_again(ownership, ends)

    def _start_again(self, ownership: Ownership, ends: list[float]) -> None:
        """Start Java, with longer and longer pauses, until it works or the patience is used up."""
        while True:
            ends[:] = [end for end in ends if end > time.monotonic() - RESTART_WINDOW_S] + [time.monotonic()]
            if len(ends) > RESTARTS:
                raise StartFailed(self.home.logs, [f"Java ended {len(ends)} times within {RESTART_WINDOW_S} s."])
            log(f"Java ended; start {len(ends)} of {RESTARTS} within {RESTART_WINDOW_S} s")
            if len(ends) > 1:
                self._pause(self.plan.restart_pause_s * 2 ** (len(ends) - 2))
            try:
                self._start(ownership)
            except EngineError as error:
                log(str(error))
            else:
                return

    # --- one Java -----------------------------------------------------------------------------------------------

    def _start(self, ownership: Ownership) -> None:
        """Start Java and wait until Bolt answers. Raises an `EngineError`, with Java ended, or `Stopped`."""
        if not bolt.is_free(self.port):
            raise PortTaken(self.port)
        write_configuration(self.home, self.memory, self.port)
        rotate(self.home.console_log)
        marks = LogMarks.of(self.home)
        cache_flags = self.cache.run_flags()
        self.recording = any("record" in flag for flag in cache_flags)
        command = [self.java.executable, *self.flags, *cache_flags, *server_command(self.home)]
        with self.home.console_log.open("ab") as console:
            child = self._spawn(command, console)
        ownership.update(java=ProcessId.of(child.pid), port=self.port)
        try:
            self._wait_until_it_answers(marks)
        except EngineError:
            self._kill()
            raise
        ownership.update(state="running")

    def _wait_until_it_answers(self, marks: LogMarks) -> None:
        deadline = time.monotonic() + self.plan.start_timeout_s
        while not bolt.answers(self.port):
            try:
                self._wait_for_exit(0.05)
            except queue.Empty:
                if free_bytes(self.home.path) < FULL_BYTES:  # the logs cannot say so: they are on that disk
                    raise DiskFull(self.home.path, None, ROOM_MB) from None
                if time.monotonic() > deadline:
                    raise StartTimedOut(self.plan.start_timeout_s, self.home.logs) from None
                continue
            raise diagnose(marks.news(), self.home, self.memory, self.port, server_lock().version)
        if DISK_FULL.search(marks.news()):  # Bolt answers also when a database could not be opened
            raise DiskFull(self.home.path, None, ROOM_MB)

    def _wait_for_exit(self, seconds: float | None = None) -> None:
        """Return when the present Java has ended. Raises `Stopped`, and `queue.Empty` after some seconds."""
        while True:
            word, pid = self.words.get(timeout=seconds)
            if word == "exited" and self.child is not None and pid == self.child.pid:
                return
            if word != "exited":
                self.hurried = self.hurried or word == "hurry"
                raise Stopped

    def _pause(self, seconds: float) -> None:
        try:
            self._wait_for_exit(seconds)
        except queue.Empty:
            return

    # --- the end ------------------------------------------------------------------------------------------------

    def _stop(self) -> None:
        """End Java, first in peace, and make the start-up cache of a first run."""
        child = self.child
        if child is None:
            self.cache.keep(False)
            return
        child.terminate()
        try:
            code = child.wait(self.plan.stop_patience_s)
        except subprocess.TimeoutExpired:
            log("Java did not stop in time and is killed")
            self._kill()
            code = -signal.SIGKILL
        # Java ends with 143 when SIGTERM ended it, and with 0 when Neo4j did on it.
        self.cache.keep(self.recording and code in (0, 143) and self._make_cache())

    def _make_cache(self) -> bool:
        """Whether the start-up cache was made from the record of this run."""
        if self.hurried or not self.cache.record.exists():
            return False
        self.tell({"event": "progress", "step": "cache"})
        command = [self.java.executable, *self.flags, *self.cache.make_flags(), *server_command(self.home)]
        maker = self._spawn(command, subprocess.DEVNULL)
        deadline = time.monotonic() + CACHE_PATIENCE_S
        while not self.hurried:
            try:
                self._wait_for_exit(max(deadline - time.monotonic(), 0.1))
            except Stopped:
                continue  # a second "stop" changes nothing, "hurry" does
            except queue.Empty:
                break
            return maker.returncode == 0
        self._kill()
        return False

    def _spawn(self, command: list[str | Path], output: int | IO[bytes]) -> subprocess.Popen[bytes]:
        """Start Java, and let its end be a word."""
        child = start_bound(command, environment=self.environment, output=output, errors=subprocess.STDOUT)
        self.child = child

        def report_exit() -> None:
            child.wait()
            self.words.put(("exited", child.pid))

        threading.Thread(target=report_exit, daemon=True).start()
        return child

    def _kill(self) -> None:
        if self.child is not None:
            self.child.kill()
            self.child.wait()
            self.child = None


def _end_leftover(note: Note | None) -> None:
    """Kill a Java that a killed supervisor left, where the kernel does not do it by itself."""
    if note and note.java and note.java.alive:
        note.java.signal(signal.SIGTERM)
        if not note.java.wait(10):
            note.java.signal(signal.SIGKILL)
            note.java.wait(10)


def rotate(file: Path) -> None:
    """Keep the last few of what Java itself printed."""
    for number in range(KEPT_CONSOLE_LOGS - 1, 0, -1):
        older = file.with_suffix(f".{number}.log")
        if older.exists():
            older.replace(file.with_suffix(f".{number + 1}.log"))
    if file.exists():
        file.replace(file.with_suffix(".1.log"))


def log(message: str) -> None:
    """A line for supervisor.log."""
    print(f"{now()} {message}", file=sys.stderr, flush=True)


def tell(event: dict[str, Any]) -> None:
    """A line for the service, if it still listens."""
    with suppress(OSError):
        os.write(1, (json.dumps(event) + "\n").encode())


def _listen(supervisor: Supervisor, service: IO[bytes]) -> None:
    """Pass on what the service says; its silence for ever means that it is gone."""
    for line in service:
        word = line.strip().decode()
        if word in ("stop", "hurry"):
            supervisor.words.put((word, 0))  # type: ignore[arg-type]
    if not supervisor.plan.detached:
        supervisor.words.put(("hurry", 0))


def main() -> int:
    """Run as a process of its own."""
    # Unbuffered: a buffer's lock, held by the listening thread, would be fatal at the end of the interpreter.
    service: IO[bytes] = open(0, "rb", buffering=0, closefd=False)  # noqa: SIM115
    plan = Plan(**json.loads(service.readline()))
    supervisor = Supervisor(plan, tell)

    def stop(_number: int, _frame: object) -> None:
        supervisor.words.put(("stop", 0))

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    threading.Thread(target=_listen, args=(supervisor, service), daemon=True).start()
    try:
        supervisor.run()
    except EngineError as error:
        log(str(error))
        tell({"event": "failed", "error": type(error).__name__, "cause": error.cause, "remedy": error.remedy})
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
