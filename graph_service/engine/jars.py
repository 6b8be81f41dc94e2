"""The server's jars on this machine: checked against the lock, shared by all engines of a user.

They lie in the cache directory the way they lie in a Maven repository. A file arrives in `.incoming/`, its sha256 is
checked there, and only then it is renamed to its place: whatever is in its place was right when it came. What was
checked is remembered with size and time in a stamp, so that a start costs a look at each file and not a hash of 170 MB.
"""

from __future__ import annotations

import errno
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from .disk import MEGABYTE, FreeBytes, free_bytes, require_room
from .errors import DiskFull
from .lock import Jar, Lock
from .progress import ProgressCallback, silent

SPARE_BYTES = 64 * MEGABYTE

Seen = dict[str, list[int]]
"""Size in bytes and time in nanoseconds of each file, by path."""


@dataclass(frozen=True)
class JarStore:
    """The jars of one lock in one cache directory."""

    lock: Lock
    cache_dir: Path
    free: FreeBytes = free_bytes

    @property
    def root(self) -> Path:
        """The folder that looks like a Maven repository."""
        return self.cache_dir / "jars"

    def place(self, jar: Jar) -> Path:
        """Where a jar belongs."""
        return self.root / jar.path

    def ensure(self, progress: ProgressCallback = silent) -> list[Path]:
        """All jars, in the lock's order, after fetching those that are missing or changed.

        Raises `JarDamaged`, `JarUnavailable` or `DiskFull`.
        """
        if len(self._stamped()) != len(self.lock.jars) or self._stamped() != self._present():
            self._complete(progress)
        return [self.place(jar) for jar in self.lock.jars]

    def repair(self, progress: ProgressCallback = silent) -> list[str]:
        """Hash every jar, fetch those that are damaged again, and say which those were."""
        self._stamp.unlink(missing_ok=True)
        return [jar.name for jar in self._complete(progress)]

    @property
    def _stamp(self) -> Path:
        return self.root / f"verified-{self.lock.digest}.json"

    def _stamped(self) -> Seen:
        try:
            return json.loads(self._stamp.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}

    def _present(self) -> Seen:
        found: Seen = {}
        for jar in self.lock.jars:
            try:
                status = self.place(jar).stat()
            except OSError:
                continue
            found[str(jar.path)] = [status.st_size, status.st_mtime_ns]
        return found

    def _complete(self, progress: ProgressCallback) -> list[Jar]:
        """Make every jar present and right, and stamp them. Returns those that had to be fetched."""
        self.root.mkdir(parents=True, exist_ok=True)
        with FileLock(self.root / ".lock"):  # a second process waits here, and then finds everything done
            stamped, present = self._stamped(), self._present()
            missing = [jar for jar in self.lock.jars if not self._is_right(jar, stamped, present)]
            if missing:
                self._fetch(missing, progress)
            temporary = self._stamp.with_suffix(".tmp")
            temporary.write_text(json.dumps(self._present()), encoding="utf-8")
            temporary.replace(self._stamp)
        return missing

    def _is_right(self, jar: Jar, stamped: Seen, present: Seen) -> bool:
        from .download import sha256_of

        seen = present.get(str(jar.path))
        if seen is None or seen[0] != jar.size:
            return False
        return stamped.get(str(jar.path)) == seen or sha256_of(self.place(jar)) == jar.sha256

    def _fetch(self, missing: list[Jar], progress: ProgressCallback) -> None:
        from .download import (
            Download,
        )  # an HTTP client and an XML parser that a start with all jars present does without

        needed = sum(jar.size for jar in missing) + SPARE_BYTES
        require_room(self.root, needed, self.free)
        incoming = self.root / ".incoming"
        shutil.rmtree(incoming, ignore_errors=True)  # what a killed download left half-written
        try:
            Download(missing, incoming, self._deliver).run(progress)
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise DiskFull(self.root, None, needed // MEGABYTE) from error
            raise
        finally:
            shutil.rmtree(incoming, ignore_errors=True)

    def _deliver(self, jar: Jar, file: Path) -> None:
        place = self.place(jar)
        place.parent.mkdir(parents=True, exist_ok=True)
        file.replace(place)
