"""neo4j-admin, run as the server's own tool in a Java of its own, and what it says turned into errors."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from .configuration import ADMIN_TOOL
from .diagnosis import DISK_FULL, ROOM_MB, last_relevant_lines
from .errors import DiskFull, ToolFailed
from .java import Java
from .processes import start_bound

LineCallback = Callable[[str], None]
TOOL_HEAP_MB = 256


def _ignore(_line: str) -> None:
    return


def run_tool(
    java: Java,
    environment: Mapping[str, str],
    arguments: Sequence[str | Path],
    *,
    what: str,
    heap_mb: int = TOOL_HEAP_MB,
    on_line: LineCallback = _ignore,
) -> str:
    """Everything that `neo4j-admin <arguments>` printed. Raises `ToolFailed` or `DiskFull`.

    The tool dies with the thread that calls this, so that an interrupted command leaves none behind.
    """
    command = [java.executable, *java.flags, "-XX:+UseParallelGC", f"-Xmx{heap_mb}m", ADMIN_TOOL, *arguments]
    child = start_bound(command, environment=environment, output=subprocess.PIPE, errors=subprocess.STDOUT)
    with child:  # closes the pipe
        try:
            printed = _read(child.stdout, on_line) if child.stdout else ""
            code = child.wait()
        finally:
            child.kill()  # an interrupted one; nothing happens to one that has ended
    if code == 0:
        return printed
    if DISK_FULL.search(printed):
        raise DiskFull(Path(environment["NEO4J_HOME"]), None, ROOM_MB)
    raise ToolFailed(what, last_relevant_lines(printed))


def _read(stream: IO[bytes], on_line: LineCallback) -> str:
    lines: list[str] = []
    for raw in stream:
        line = raw.decode("utf-8", "replace").rstrip()
        lines.append(line)
        on_line(line)
    return "\n".join(lines)


def set_initial_password(java: Java, environment: Mapping[str, str], password_file: Path) -> None:
    """Give the server its password before its first start."""
    # As a file of arguments: on the command line every user of the machine could read it.
    arguments = ["dbms", "set-initial-password", f"@{password_file}"]
    run_tool(java, environment, arguments, what="Setting the engine's password")
