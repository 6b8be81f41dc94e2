"""Processes: who is alive, and children that do not outlive their parent."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psutil

_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class ProcessId:
    """One process and no later one that was given the same number."""

    pid: int
    created: float

    @classmethod
    def own(cls) -> ProcessId:
        """This process."""
        return cls(os.getpid(), psutil.Process().create_time())

    @classmethod
    def of(cls, pid: int) -> ProcessId | None:
        """The process that has this number now."""
        try:
            return cls(pid, psutil.Process(pid).create_time())
        except psutil.Error:
            return None

    def process(self) -> psutil.Process | None:
        """A handle on it; None once it has ended, or is only waiting for its parent to notice."""
        try:
            process = psutil.Process(self.pid)
            same = abs(process.create_time() - self.created) < 1.0
            return process if same and process.status() != psutil.STATUS_ZOMBIE else None
        except psutil.Error:
            return None

    @property
    def alive(self) -> bool:
        """Whether it is still there."""
        return self.process() is not None

    def signal(self, number: int) -> None:
        """Send it a signal, if it is still there."""
        process = self.process()
        if process is not None:
            try:
                process.send_signal(number)
            except psutil.NoSuchProcess:
                return

    def wait(self, seconds: float) -> bool:
        """Whether it ended within some seconds."""
        process = self.process()
        if process is not None:
            try:
                process.wait(seconds)
            except psutil.TimeoutExpired:
                return not self.alive
        return True


def _dies_with_its_parent() -> Callable[[], None] | None:
    """What a child has to do before it becomes another program, where the system can do it (Linux).

    The kernel means the parent's *thread*: a child must be started by a thread that lives as long as it is wanted.
    """
    if not sys.platform.startswith("linux"):
        return None
    libc, parent = ctypes.CDLL(None, use_errno=True), os.getpid()

    def prepare() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died in between
            os._exit(1)

    return prepare


def start_bound(
    command: Sequence[str | Path], *, environment: Mapping[str, str], output: int | IO[bytes], errors: int | IO[bytes]
) -> subprocess.Popen[bytes]:
    """Start a child that is killed when this process dies, by whatever cause."""
    return subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=errors,
        env={**os.environ, **environment},
        preexec_fn=_dies_with_its_parent(),  # noqa: PLW1509 it makes two system calls and takes no lock
    )
