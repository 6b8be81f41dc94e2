"""Fetching jars by their Maven coordinates, in parallel, through jgo: the only module that knows jgo.

Which repositories are asked is jgo's configuration: a mirror named there holds here too (docs/engine.md, Mirrors).
"""

from __future__ import annotations

import hashlib
import logging
import shutil
import threading
import time
from collections.abc import Callable, Generator
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path

import requests
from jgo.config import GlobalSettings
from jgo.maven import MavenContext, PythonResolver

from .errors import JarDamaged, JarUnavailable
from .lock import Jar
from .progress import Progress, ProgressCallback

THREADS = 16
ATTEMPTS = 4
TIMEOUT_S = 30
RETRY_PAUSE_S = 0.5

# jgo compares with the sha1 that lies beside a file and warns; here the lock's sha256 decides, and speaks up by itself.
logging.getLogger("jgo").setLevel(logging.ERROR)


def sha256_of(file: Path) -> str:
    """The sha256 of a file, in hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


class Download:
    """One download of some jars into a folder of its own."""

    def __init__(self, jars: list[Jar], incoming: Path, deliver: Callable[[Jar, Path], None]) -> None:
        """`deliver` is given each jar once its sha256 is right, and moves the file away."""
        configuration = GlobalSettings.load()
        self._jars = jars
        self._incoming = incoming
        self._deliver = deliver
        self._local = configuration.repo_cache
        self._bytes = 0
        self._guard = threading.Lock()
        resolver = PythonResolver(progress_callback=self._counting)
        self._context = MavenContext(resolver=resolver, repo_cache=incoming, local_repos=[], timeout=TIMEOUT_S)
        self._context.remote_repos.update(configuration.repositories)

    def run(self, progress: ProgressCallback) -> None:
        """Fetch all; raise the first `JarDamaged`, `JarUnavailable` or `OSError`. What was delivered stays."""
        executor = ThreadPoolExecutor(THREADS, thread_name_prefix="jars")
        started = time.monotonic()
        try:
            # The large ones first, so that none of them is left alone at the end.
            largest_first = sorted(self._jars, key=lambda jar: -jar.size)
            pending = {executor.submit(self._fetch, jar) for jar in largest_first}
            while pending:
                done, pending = wait(pending, timeout=0.1, return_when=FIRST_EXCEPTION)
                for future in done:
                    future.result()
                progress(self._report(len(pending), time.monotonic() - started))
        finally:
            executor.shutdown(wait=True, cancel_futures=True)

    def _report(self, pending: int, seconds: float) -> Progress:
        total = sum(jar.size for jar in self._jars)
        arrived = min(self._bytes, total)
        return Progress(
            "download",
            files_done=len(self._jars) - pending,
            files_total=len(self._jars),
            bytes_done=arrived,
            bytes_total=total,
            seconds_left=(total - arrived) * seconds / arrived if arrived and seconds > 1 else None,
        )

    def _fetch(self, jar: Jar) -> None:
        file = self._copy_from_local(jar) or self._download(jar)
        found = sha256_of(file)
        if found != jar.sha256:
            raise JarDamaged(jar.name, jar.sha256, found, f"{jar.group}:{jar.artifact}:{jar.version}")
        self._deliver(jar, file)

    def _copy_from_local(self, jar: Jar) -> Path | None:
        """A copy of the file in the user's own Maven repository, if it is there and right."""
        local = self._local / jar.path
        if not local.is_file() or local.stat().st_size != jar.size or sha256_of(local) != jar.sha256:
            return None
        target = self._incoming / jar.path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(local, target)
        self._count(jar.size)
        return target

    def _download(self, jar: Jar) -> Path:
        """The file as a repository gives it; a connection that breaks is tried again."""
        artifact = (
            self._context.project(jar.group, jar.artifact).at_version(jar.version).artifact(jar.classifier, "jar")
        )
        target = self._incoming / jar.path
        for attempt in range(ATTEMPTS):
            target.unlink(missing_ok=True)  # a half-written one would pass for the whole
            try:
                return artifact.resolve()
            except (requests.RequestException, RuntimeError) as error:
                if attempt + 1 == ATTEMPTS or isinstance(error, RuntimeError):
                    raise JarUnavailable(jar.name, _reason(error), len(self._jars)) from error
                time.sleep(RETRY_PAUSE_S * 2**attempt)
        raise AssertionError("unreachable")

    @contextmanager
    def _counting(self, _name: str, _size: int) -> Generator[Callable[[int], None]]:
        yield self._count

    def _count(self, arrived: int) -> None:
        with self._guard:
            self._bytes += arrived


def _reason(error: Exception) -> str:
    if isinstance(error, requests.ConnectionError):
        return "no connection to the repository"
    if isinstance(error, requests.Timeout):
        return f"no answer within {TIMEOUT_S} s"
    return "no repository has it" if isinstance(error, RuntimeError) else str(error)
