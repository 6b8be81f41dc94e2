"""Opening the engine: start one, or attach to the one that runs on the same data directory already.

Everything here is synchronous and may be called from any thread: a service calls it before its event loop runs, or with
`asyncio.to_thread`. Java belongs to the supervisor process, not to the thread that asked for it.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import bolt, errors
from .configuration import Memory, machine_mb
from .diagnosis import ROOM_MB
from .disk import MEGABYTE, FreeBytes, free_bytes, require_room
from .errors import EngineError, EngineNotRunning, PortTaken, StartFailed, StartTimedOut
from .home import DataDirectory
from .jars import JarStore
from .java import Java, find_java
from .lock import server_lock
from .ownership import Note, in_use, read_note
from .plan import Plan
from .progress import Progress, ProgressCallback, silent

if TYPE_CHECKING:
    from graph_service.settings import Settings

USER = "neo4j"
STOP_PATIENCE_S = 240
JAVA_STOP_PATIENCE_S = 60.0
REVIVALS = 3
RESTART_PAUSE_S = 0.5


@dataclass(frozen=True)
class Equipment:
    """What any engine or tool needs: jars, Java, and a data directory."""

    home: DataDirectory
    java: Java
    jars: list[Path]
    store: JarStore
    memory: Memory


def equip(settings: Settings, progress: ProgressCallback = silent, free: FreeBytes = free_bytes) -> Equipment:
    """Find Java, fetch what is missing, and see that the data directory can be used.

    Raises a `JavaError`, a `JarError`, a `DataDirectoryError` or `DiskFull`.
    """
    lock = server_lock()
    java = find_java(settings.java_home, lock.minimum_java)
    home = DataDirectory(settings.data_dir)
    home.prepare()
    home.check_version(lock.version)
    require_room(home.path, ROOM_MB * MEGABYTE, free)
    store = JarStore(lock, settings.cache_dir.expanduser().absolute(), free)
    jars = store.ensure(progress)
    memory = Memory.sensible(machine_mb(), settings.engine_heap_mb, settings.engine_page_cache_mb)
    return Equipment(home, java, jars, store, memory)


@dataclass
class Engine:
    """A running engine. `uri`, `user` and `password` are what a driver needs."""

    home: DataDirectory
    port: int
    password: str = field(repr=False)
    user: str = USER

    @property
    def uri(self) -> str:
        """Where Bolt answers."""
        return f"bolt://{bolt.HOST}:{self.port}"

    @property
    def data_dir(self) -> Path:
        """The data directory it runs on."""
        return self.home.path

    @property
    def note(self) -> Note | None:
        """What is known about it at this moment; None once it has ended."""
        return read_note(self.home)

    @property
    def pid(self) -> int:
        """Java's process number at this moment; 0 while there is none."""
        note = self.note
        return note.java.pid if note and note.java else 0

    def memory(self) -> int:
        """Resident memory of Java in MB; 0 while there is none."""
        note = self.note
        process = note.java.process() if note and note.java else None
        return process.memory_info().rss // MEGABYTE if process else 0


def attach(settings: Settings, *, wait_s: float | None = None) -> Engine | None:
    """The engine that any process runs on this data directory; None where there is none.

    One that is still starting is waited for.
    """
    home = DataDirectory(settings.data_dir)
    deadline = time.monotonic() + (settings.engine_start_timeout_s if wait_s is None else wait_s)
    while note := read_note(home):
        if note.state in ("stopping", "busy"):
            return None
        if note.state == "running" and note.port and bolt.answers(note.port):
            return Engine(home, note.port, home.password())
        if time.monotonic() > deadline:
            return None
        time.sleep(0.05)
    return None


@contextmanager
def open_engine(
    settings: Settings, progress: ProgressCallback = silent, *, free: FreeBytes = free_bytes
) -> Generator[Engine]:
    """An engine on the settings' data directory, for the time of a `with` block.

    Starts one and stops it at the end; where a detached one runs already (`graph-service db start`), attaches to it and
    leaves it running. Raises an `EngineError`; `DataDirectoryInUse` when another process has one for itself.
    """
    home = DataDirectory(settings.data_dir)
    note = read_note(home)
    if note and note.detached and note.state != "stopping":
        engine = attach(settings)
        if engine is not None:
            yield engine
            return
    running = start(settings, progress, free=free)
    try:
        yield running.engine
    except BaseException:
        running.stop(progress)
        raise
    running.stop(progress)


def start(
    settings: Settings, progress: ProgressCallback = silent, *, detached: bool = False, free: FreeBytes = free_bytes
) -> RunningEngine:
    """Start an engine. A damaged jar that keeps it from starting is replaced, and the start is tried again."""
    home = DataDirectory(settings.data_dir)
    note = read_note(home)
    if note and not note.orphaned:
        raise in_use(home)
    equipment = equip(settings, progress, free)
    if settings.engine_bolt_port and not bolt.is_free(settings.engine_bolt_port):
        raise PortTaken(settings.engine_bolt_port)
    try:
        return RunningEngine(settings, equipment, progress, detached)
    except (StartFailed, StartTimedOut, errors.ToolFailed):
        if not equipment.store.repair(progress):
            raise
        return RunningEngine(settings, equipment, progress, detached)


class RunningEngine:
    """An engine that this process started, and the supervisor that runs it."""

    def __init__(self, settings: Settings, equipment: Equipment, progress: ProgressCallback, detached: bool) -> None:
        self._equipment = equipment
        self._timeout = settings.engine_start_timeout_s
        self._detached = detached
        self._stopping = threading.Event()
        self._reviving = threading.Lock()
        self._supervisor = self._launch(settings.engine_bolt_port)
        port = self._follow(progress)
        self.engine = Engine(equipment.home, port, equipment.home.password())
        self._watcher = threading.Thread(target=self._watch, name="engine-watch", daemon=True)
        if detached:
            self._close_pipes()
        self._watcher.start()

    def stop(self, progress: ProgressCallback = silent) -> None:
        """Stop it, and return when no process of it is left. An interruption hurries it."""
        progress(Progress("stop"))
        self._stopping.set()
        try:
            self._end("stop", progress)
        except KeyboardInterrupt:
            self._end("hurry", silent)
        self._watcher.join()
        self._close_pipes()

    def _launch(self, port: int | None) -> subprocess.Popen[bytes]:
        equipment = self._equipment
        plan = Plan(
            data_dir=str(equipment.home.path),
            cache_dir=str(equipment.store.cache_dir),
            java=str(equipment.java.executable),
            java_version=equipment.java.version,
            jars=[str(jar) for jar in equipment.jars],
            heap_mb=equipment.memory.heap_mb,
            page_cache_mb=equipment.memory.page_cache_mb,
            port=port,
            start_timeout_s=self._timeout,
            command=this_command(),
            owner_pid=os.getpid(),
            detached=self._detached,
            restart_pause_s=RESTART_PAUSE_S,
            stop_patience_s=JAVA_STOP_PATIENCE_S,
        )
        with equipment.home.supervisor_log.open("ab") as log:
            supervisor = subprocess.Popen(
                [sys.executable, "-P", "-m", "graph_service.engine.supervisor"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                # Ctrl-C in a terminal goes to the whole group: this process alone decides what it means for the engine.
                start_new_session=True,
                env=environment_with_this_package(),
            )
        say(supervisor, plan.line())
        return supervisor

    def _follow(self, progress: ProgressCallback) -> int:
        """The port, once Bolt answers. Raises what the supervisor failed with; then no process of it is left."""
        try:
            for event in heard(self._supervisor):
                if event["event"] == "ready":
                    return event["port"]
                if event["event"] == "failed":
                    raise errors.revived(event["error"], event["cause"], event["remedy"])
                progress(Progress(event["step"]))
            log = self._equipment.home.supervisor_log
            raise StartFailed(log, log.read_text(encoding="utf-8").splitlines()[-3:])
        except BaseException:
            say(self._supervisor, "hurry")
            self._drain(silent)
            self._close_pipes()
            raise

    def _end(self, how: str, progress: ProgressCallback) -> None:
        """Tell the supervisor, or the one that is being started in place of a killed one, and wait for its end."""
        say(self._supervisor, how)
        with self._reviving:
            say(self._supervisor, how)
            self._drain(progress)

    def _drain(self, progress: ProgressCallback) -> None:
        """Listen until the supervisor has ended."""
        for event in heard(self._supervisor):
            if event["event"] == "progress":
                progress(Progress(event["step"]))
        self._supervisor.wait()

    def _watch(self) -> None:
        """Start another supervisor, on the same port, when this one is killed; a detached one is on its own."""
        for _ in range(REVIVALS):
            code = self._supervisor.wait()
            with self._reviving:
                if self._stopping.is_set() or self._detached or code >= 0:
                    return
                self._close_pipes()
                try:
                    self._supervisor = self._launch(self.engine.port)
                    self._follow(silent)
                except EngineError:
                    return

    def _close_pipes(self) -> None:
        for pipe in (self._supervisor.stdin, self._supervisor.stdout):
            if pipe is not None:
                with suppress(OSError):  # what could not be said to one that is gone
                    pipe.close()


def say(supervisor: subprocess.Popen[bytes], line: str) -> None:
    """Send the supervisor a line, unless it is gone already: then its end is noticed elsewhere."""
    pipe = supervisor.stdin
    if pipe is not None and not pipe.closed:
        with suppress(OSError):
            pipe.write(line.encode() + b"\n")
            pipe.flush()


def heard(supervisor: subprocess.Popen[bytes]) -> Iterator[dict[str, Any]]:
    """What the supervisor tells, until it ends."""
    pipe = supervisor.stdout
    if pipe is not None and not pipe.closed:
        for line in pipe:
            yield json.loads(line)


def environment_with_this_package() -> dict[str, str]:
    """The environment, in which Python finds this very package also when it is not installed."""
    here = str(Path(__file__).resolve().parents[2])
    others = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([here, *([others] if others else [])])}


def stop(settings: Settings, progress: ProgressCallback = silent) -> None:
    """Stop a detached engine. Raises `EngineNotRunning`; `DataDirectoryInUse` for one that a running command holds."""
    home = DataDirectory(settings.data_dir)
    note = read_note(home)
    if note is None:
        raise EngineNotRunning(home.path)
    if not note.detached and not note.orphaned:
        raise in_use(home)
    progress(Progress("stop"))
    note.holder.signal(15)
    if not note.holder.wait(STOP_PATIENCE_S):
        note.holder.signal(9)
        note.holder.wait(5)


def this_command() -> str:
    """The command line of this process, short enough to be shown."""
    words = [Path(sys.argv[0]).name or "python", *sys.argv[1:]]
    return shlex.join(words)[:200]
