"""The start-up cache: what Java 25 and newer remember of one run to start the next one in half the time.

The first run on a machine records, its graceful end writes the record, and the supervisor makes the cache from it.
Each step writes under a name of its own and is renamed when it is whole, so that a kill leaves nothing that could be
taken for a cache; and Java itself starts without a cache that it finds unfit.
"""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from pathlib import Path

from .java import Java
from .lock import Lock

FIRST_JAVA = 25


@dataclass(frozen=True, slots=True)
class StartupCache:
    """The cache of one Java, one set of jars and one garbage collector."""

    file: Path
    possible: bool

    @classmethod
    def of(cls, cache_dir: Path, java: Java, lock: Lock, flags: list[str]) -> StartupCache:
        """The cache that fits these."""
        collectors = (flag[8:] for flag in flags if flag.startswith("-XX:+Use") and flag.endswith("GC"))
        collector = next(collectors, "default")
        name = f"{platform.machine()}-java-{java.version}-{lock.digest}-{collector}.aot"
        return cls(cache_dir / "startup" / name, java.major >= FIRST_JAVA)

    @property
    def record(self) -> Path:
        """Where this process lets Java write its record."""
        return self.file.with_suffix(f".{os.getpid()}.record")

    @property
    def unfinished(self) -> Path:
        """Where this process lets Java write the cache."""
        return self.file.with_suffix(f".{os.getpid()}.unfinished")

    @property
    def exists(self) -> bool:
        """Whether there is a cache to use."""
        return self.file.exists()

    def run_flags(self) -> list[str]:
        """What a start of the server is told: to use the cache, or to record for it."""
        if not self.possible:
            return []
        if self.exists:
            # Java warns about two adapters that it does not find again, and uses all the rest.
            return [f"-XX:AOTCache={self.file}", "-Xlog:aot*=off", "-Xlog:aot+codecache*=off"]
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self._sweep()
        return ["-XX:AOTMode=record", f"-XX:AOTConfiguration={self.record}", "-Xlog:aot*=off"]

    def make_flags(self) -> list[str]:
        """What Java is told to make the cache from the record."""
        return [
            "-XX:AOTMode=create",
            f"-XX:AOTConfiguration={self.record}",
            f"-XX:AOTCache={self.unfinished}",
            "-Xlog:aot*=off",
        ]

    def keep(self, successful: bool) -> None:
        """Put a finished cache in its place, and remove what led to it."""
        if successful and self.unfinished.exists():
            self.unfinished.replace(self.file)
        for leftover in (self.record, self.unfinished):
            leftover.unlink(missing_ok=True)

    def discard(self) -> None:
        """Forget a cache that is in doubt."""
        self.file.unlink(missing_ok=True)

    def _sweep(self) -> None:
        """Remove what killed processes left."""
        from .processes import ProcessId

        for leftover in self.file.parent.glob("*.*.record"), self.file.parent.glob("*.*.unfinished"):
            for file in leftover:
                pid = file.suffixes[-2][1:] if len(file.suffixes) > 1 else ""
                if pid.isdigit() and ProcessId.of(int(pid)) is None:
                    file.unlink(missing_ok=True)
