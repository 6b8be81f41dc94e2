"""What can go wrong with the embedded engine: one class for each situation, each with its cause and its remedy.

    EngineError
      ├── JarError
      │     ├── JarDamaged            a file is not what the lock says it is
      │     └── JarUnavailable        a file could not be fetched
      ├── JavaError
      │     ├── JavaMissing           no Java at the place that was named
      │     └── JavaTooOld            a Java, but older than the server needs
      ├── DataDirectoryError
      │     ├── DataDirectoryInUse    somebody else owns it at this moment
      │     ├── DataDirectoryUnusable it cannot be created or written
      │     ├── DataFromNewerVersion  a newer Neo4j has written it
      │     ├── DataDamaged           the consistency check found damage
      │     ├── DataNotEmpty          it holds data that nobody allowed to replace
      │     ├── NoGraph               it holds nothing to work on
      │     └── PasswordLost          the engine has users, and the file with the password is gone
      ├── DiskFull                    no room for what is asked
      ├── PortTaken                   the port that was asked for is in use
      ├── NotEnoughMemory             the machine does not give what heap and page cache ask for
      ├── FileUnusable                a file to read or write was named wrongly
      ├── EngineNotRunning            it was to be running
      ├── StartFailed                 it stopped while it was starting, for a reason not known above
      ├── StartTimedOut               it did not accept connections in time
      └── ToolFailed                  neo4j-admin ended with an error

`cause` says what is wrong, `remedy` what to do about it; `str(error)` is both, for a terminal.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path


class EngineError(Exception):
    """The embedded engine cannot do what was asked."""

    def __init__(self, cause: str, remedy: str) -> None:
        super().__init__(cause, remedy)
        self.cause = cause
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.cause}\n{self.remedy}"


class JarError(EngineError):
    """The server's files are not complete."""


class JarDamaged(JarError):
    """A file is not what the lock says it is."""

    def __init__(self, file: str, expected: str, found: str, where: str) -> None:
        super().__init__(
            f"{file} is not the file that was locked: its sha256 is {found}, and {expected} was expected ({where}).",
            "It was not kept. Try again; if it happens again, the repository or something between it and this machine "
            "changes files: use another mirror (docs/engine.md, Mirrors).",
        )
        self.file = file


class JarUnavailable(JarError):
    """A file could not be fetched."""

    def __init__(self, file: str, reason: str, missing: int) -> None:
        super().__init__(
            f"{file} could not be downloaded ({reason}); {missing} of the server's files are still missing.",
            "What arrived is kept: check the network and try again, and only the rest is fetched. Behind a firewall, "
            "name a mirror or copy the cache directory from another machine (docs/engine.md, Mirrors).",
        )
        self.file = file


class JavaError(EngineError):
    """There is no Java that can run the server."""


def _choose_java(minimum: int) -> str:
    return (
        f"Set GRAPH_SERVICE_JAVA_HOME to the home of a Java {minimum} or newer, or leave it empty for the bundled one."
    )


class JavaMissing(JavaError):
    """No Java at the place that was named."""

    def __init__(self, place: str, minimum: int) -> None:
        super().__init__(
            f"No Java runs from {place}.",
            _choose_java(minimum),
        )


class JavaTooOld(JavaError):
    """A Java, but older than the server needs."""

    def __init__(self, place: str, version: str, minimum: int) -> None:
        super().__init__(
            f"The Java at {place} is version {version}; the engine needs {minimum} or newer.",
            _choose_java(minimum),
        )


class DataDirectoryError(EngineError):
    """The data directory cannot be used."""


class DataDirectoryInUse(DataDirectoryError):
    """Somebody else owns it at this moment."""

    def __init__(self, data_dir: Path, pid: int | None, command: str | None, since: datetime | None) -> None:
        holder = f"process {pid}" if pid else "another process"
        if command:
            holder += f" ({command})"
        if since:
            holder += f" since {since.astimezone():%Y-%m-%d %H:%M:%S}"
        super().__init__(
            f"The data directory {data_dir} is in use by {holder}.",
            "Stop that one first (`graph-service db stop`, or Ctrl-C where it runs), or choose another directory with "
            "--data.",
        )
        self.pid = pid
        self.command = command
        self.since = since


class DataDirectoryUnusable(DataDirectoryError):
    """It cannot be created or written."""

    def __init__(self, data_dir: Path, reason: str) -> None:
        super().__init__(
            f"The data directory {data_dir} cannot be used: {reason}.",
            "Give it to the user that runs this command, or choose another directory with --data.",
        )


class DataFromNewerVersion(DataDirectoryError):
    """A newer Neo4j has written it."""

    def __init__(self, data_dir: Path, found: str, ours: str) -> None:
        super().__init__(
            f"The data in {data_dir} was written by Neo4j {found}; this engine is Neo4j {ours} and cannot read it.",
            "Use the newer graph-service again, or choose another directory with --data and load a dump that an older "
            "version made.",
        )


class DataDamaged(DataDirectoryError):
    """The consistency check found damage."""

    def __init__(self, data_dir: Path, reports: Path) -> None:
        super().__init__(
            f"The graph in {data_dir} is damaged; what is wrong with it stands in the newest report in {reports}.",
            "Load the last good dump with `graph-service db load FILE --force`.",
        )


class DataNotEmpty(DataDirectoryError):
    """It holds data that nobody allowed to replace."""

    def __init__(self, data_dir: Path) -> None:
        super().__init__(
            f"There is a graph in {data_dir} already.",
            "Choose another directory with --data, or allow it to be replaced with --force.",
        )


class NoGraph(DataDirectoryError):
    """It holds nothing to work on."""

    def __init__(self, data_dir: Path) -> None:
        super().__init__(
            f"There is no graph in {data_dir}.", "Check --data; a graph is made when the engine starts the first time."
        )


class PasswordLost(DataDirectoryError):
    """The engine has users, and the file with the password is gone."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"The engine's password file {file} is missing, and the engine has been set up with a password before.",
            "Put the file back. Or remove `data/databases/system`, `data/transactions/system` and `data/dbms` beside "
            "it: the graph is kept, and a new password is made at the next start.",
        )


class DiskFull(EngineError):
    """No room for what is asked."""

    def __init__(self, place: Path, free_mb: int | None, needed_mb: int) -> None:
        left = "has no space left" if free_mb is None else f"has {free_mb} MB left"
        super().__init__(
            f"The disk that holds {place} {left}; at least {needed_mb} MB must be free.",
            "Free some space, or choose a directory on another disk (--data, GRAPH_SERVICE_CACHE_DIR).",
        )


class PortTaken(EngineError):
    """The port that was asked for is in use."""

    def __init__(self, port: int) -> None:
        super().__init__(
            f"Port {port} on 127.0.0.1 is in use by another program.",
            "Stop that program, set GRAPH_SERVICE_ENGINE_BOLT_PORT to another port, or leave it empty for a free one.",
        )
        self.port = port


class NotEnoughMemory(EngineError):
    """The machine does not give what heap and page cache ask for."""

    def __init__(self, heap_mb: int, page_cache_mb: int, detail: str) -> None:
        super().__init__(
            f"The engine did not get its memory (heap {heap_mb} MB, page cache {page_cache_mb} MB): {detail}.",
            "Set GRAPH_SERVICE_ENGINE_HEAP_MB and GRAPH_SERVICE_ENGINE_PAGE_CACHE_MB to less, or end other programs.",
        )


class FileUnusable(EngineError):
    """A file to read or write was named wrongly."""

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(f"{file} cannot be used: {reason}.", "Name another file.")


class EngineNotRunning(EngineError):
    """It was to be running."""

    def __init__(self, data_dir: Path) -> None:
        super().__init__(
            f"No engine runs on {data_dir}.",
            "Start one with `graph-service db start`, `serve` or `demo`, or check --data.",
        )


class StartFailed(EngineError):
    """It stopped while it was starting, for a reason not known above."""

    def __init__(self, log: Path, lines: list[str]) -> None:
        super().__init__(
            "The engine stopped while it was starting:\n" + "\n".join(f"  {line}" for line in lines),
            f"The whole story is in {log}.",
        )


class StartTimedOut(EngineError):
    """It did not accept connections in time."""

    def __init__(self, seconds: float, log: Path) -> None:
        super().__init__(
            f"The engine did not accept connections within {seconds:g} s.",
            f"Set GRAPH_SERVICE_ENGINE_START_TIMEOUT_S to more on a slow machine; what it was doing is in {log}.",
        )


class ToolFailed(EngineError):
    """neo4j-admin ended with an error."""

    def __init__(self, what: str, lines: list[str], remedy: str = "Put right what it names, and try again.") -> None:
        super().__init__(f"{what} failed:\n" + "\n".join(f"  {line}" for line in lines), remedy)


def revived(name: str, cause: str, remedy: str) -> EngineError:
    """An error that another process reported by its class's name."""
    found = globals().get(name)
    kind: type[EngineError] = found if isinstance(found, type) and issubclass(found, EngineError) else EngineError
    error = kind.__new__(kind)
    EngineError.__init__(error, cause, remedy)
    return error
