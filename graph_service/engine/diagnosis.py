"""Why the server did not start: read from what it wrote, told as an error with a remedy."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from .configuration import Memory
from .errors import (
    DataDirectoryInUse,
    DataFromNewerVersion,
    DiskFull,
    EngineError,
    NotEnoughMemory,
    PortTaken,
    StartFailed,
)
from .home import DataDirectory

TAIL_LINES = 8
ROOM_MB = 512
"""What an engine must find free on its disk."""
DISK_FULL = re.compile(
    r"No space left on device|There is not enough space on the disk|Disk quota exceeded", re.IGNORECASE
)
_PORT = re.compile(r"Address already in use|BindException|PortBindException")
_MEMORY = re.compile(
    r"Could not reserve enough space|insufficient memory|OutOfMemoryError|Cannot allocate memory|Initial heap size set"
)
_STORE_LOCK = re.compile(r"FileLockException|Lock file has been locked|Unable to obtain lock on store lock file")
_NEWER = re.compile(
    r"(?:downgrade|newer version|unknown store version|not recogni[sz]ed.*store|Unknown kernel version)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class LogMarks:
    """How long the logs were before a start, so that only what is new is read."""

    files: tuple[tuple[Path, int], ...]

    @classmethod
    def of(cls, home: DataDirectory) -> LogMarks:
        """The present ends of all logs that matter."""
        files = (home.console_log, home.logs / "neo4j.log", home.logs / "debug.log")
        return cls(tuple((file, file.stat().st_size if file.exists() else 0) for file in files))

    def news(self) -> str:
        """What was written since."""
        texts: list[str] = []
        for file, mark in self.files:
            try:
                with file.open("rb") as stream:
                    size = stream.seek(0, 2)
                    stream.seek(mark if size >= mark else 0)
                    texts.append(stream.read(4_000_000).decode("utf-8", "replace"))
            except OSError:
                continue
        return "\n".join(texts)


def diagnose(text: str, home: DataDirectory, memory: Memory, port: int, version: str) -> EngineError:
    """The error that a server's last words stand for."""
    if DISK_FULL.search(text):
        return DiskFull(home.path, None, ROOM_MB)
    if _PORT.search(text):
        return PortTaken(port)
    if match := _MEMORY.search(text):
        return NotEnoughMemory(memory.heap_mb, memory.page_cache_mb, match[0])
    if _STORE_LOCK.search(text):
        return DataDirectoryInUse(home.path, None, None, None)
    if _NEWER.search(text):
        return DataFromNewerVersion(home.path, "a newer version", version)
    return StartFailed(home.logs, last_relevant_lines(text))


def last_relevant_lines(text: str) -> list[str]:
    """The last lines that say something: errors and causes first, without stack frames.

    >>> last_relevant_lines("INFO  Starting...\\nERROR Failed\\n\\tat a.b.C(C.java:1)\\nCaused by: no luck")
    ['ERROR Failed', 'Caused by: no luck']
    """
    lines = [
        _plain(line) for line in text.splitlines() if line.strip() and not re.match(r"\s*(at |\.\.\. \d+ more)", line)
    ]
    telling = [
        line for line in lines if re.search(r"ERROR|Caused by|Exception|Error:", line) and "[classpath]" not in line
    ]
    chosen = telling or [line for line in lines if "WARNING" not in line]
    return [line[:300] for line in dict.fromkeys(chosen)][-TAIL_LINES:] or ["it wrote nothing"]


def _plain(line: str) -> str:
    """A line of debug.log, which is JSON, as text."""
    match = re.match(r'\{"time":"([^"]+)","level":"([A-Z]+)".*?"message":"((?:[^"\\]|\\.)*)"', line)
    return f"{match[1]} {match[2]} {match[3]}" if match else line.strip()
