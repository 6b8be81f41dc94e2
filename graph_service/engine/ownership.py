"""One owner at a time: a lock on the data directory, and a note beside it that says who holds it.

The lock is the system's, so that it is free the moment its holder dies, however it dies. The note is for people and for
`attach`: it counts only while the process that wrote it lives.
"""

from __future__ import annotations

import json
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal

from filelock import FileLock, Timeout

from .errors import DataDirectoryInUse
from .home import DataDirectory, write_private
from .processes import ProcessId

State = Literal["starting", "running", "stopping", "busy"]


@dataclass(frozen=True, slots=True)
class Note:
    """Who holds a data directory, and what runs there."""

    holder: ProcessId
    command: str
    since: str
    state: State
    owner: ProcessId | None = None
    java: ProcessId | None = None
    port: int | None = None
    detached: bool = False

    @property
    def started(self) -> datetime:
        """Since when."""
        return datetime.fromisoformat(self.since)

    @property
    def orphaned(self) -> bool:
        """Whether it only ends what its owner left behind."""
        return self.state == "stopping" or (self.owner is not None and not self.detached and not self.owner.alive)


def now() -> str:
    """This moment as notes carry it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def read_note(home: DataDirectory) -> Note | None:
    """The note of a holder that lives; None where nobody holds the directory."""
    note = last_note(home)
    return note if note and note.holder.alive else None


def last_note(home: DataDirectory) -> Note | None:
    """The note that was written last, whether or not its holder lives."""
    try:
        document: dict[str, Any] = json.loads(home.info_file.read_text(encoding="utf-8"))
        for key in ("holder", "owner", "java"):
            document[key] = ProcessId(**document[key]) if document[key] else None
        return Note(**document)
    except (OSError, ValueError, TypeError, KeyError):
        return None


class Ownership:
    """A held data directory."""

    def __init__(self, home: DataDirectory, note: Note) -> None:
        self._home = home
        self.note = note
        self._write()

    def update(self, **changes: Any) -> None:
        """Change the note."""
        self.note = replace(self.note, **changes)
        self._write()

    def _write(self) -> None:
        write_private(self._home.info_file, json.dumps(asdict(self.note)) + "\n")


@contextmanager
def owned(home: DataDirectory, note: Note, wait_s: float = 0) -> Generator[Ownership]:
    """Hold a data directory. Raises `DataDirectoryInUse` when somebody else does.

    Waits, for `wait_s` seconds at most, for a holder that is about to let go.
    """
    held = read_note(home)
    lock = FileLock(home.lock_file, timeout=wait_s if held is None or held.orphaned else 0.2, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        raise in_use(home) from None
    try:
        yield Ownership(home, note)
    finally:
        home.info_file.unlink(missing_ok=True)
        lock.release()


def in_use(home: DataDirectory) -> DataDirectoryInUse:
    """The error that names the holder."""
    note = read_note(home)
    if note is None:
        return DataDirectoryInUse(home.path, None, None, None)
    holder = note.owner if note.owner and note.owner.alive else note.holder
    return DataDirectoryInUse(home.path, holder.pid, note.command, note.started)
