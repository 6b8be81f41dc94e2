"""A measure in a process of its own, beside the others: `python -m graph_service.analysis.beside`.

The longest measure keeps one core busy, and so do most of the others. The process gets the network through its input,
writes the share done to its output, a line each time, and leaves what it found with what an interrupted run keeps
(unfinished.py). Its input stays open while it is wanted: when that ends, because the other process is done or gone, it
ends as well.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from graph_service.analysis.measure import Course, Measure
from graph_service.analysis.network import Network
from graph_service.analysis.registry import measures_named
from graph_service.analysis.unfinished import Unfinished

LONGEST = "communities"
# Below this the network is measured before another process has read it.
FEWEST_EDGES = 200_000


@dataclass(frozen=True)
class Task:
    """What is to be measured, how, and where what was found is left."""

    network: Network
    measure: str
    course: Course
    kept: Unfinished


def is_worth_it(network: Network, measure: Measure, course: Course, kept: Unfinished) -> bool:
    """Whether this measure is better run beside the others: a long one, not measured yet, and a core to spare."""
    long = measure.name == LONGEST and network.size >= FEWEST_EDGES
    return long and course.threads > 1 and kept.found(measure, course) is None


@contextmanager
def measured_beside(
    network: Network, measure: Measure, course: Course, kept: Unfinished
) -> Generator[subprocess.Popen[bytes]]:
    """Starts the measure in a process of its own, which ends when it is done, and is gone after the block.

    What it found is with the kept ones then, or not, if the process died.
    """
    plain_network = replace(network)  # without what was derived from it and cannot travel
    task = Task(plain_network, measure.name, replace(course, tick=_nothing), kept)
    process = subprocess.Popen(
        [sys.executable, "-m", "graph_service.analysis.beside"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    listener = threading.Thread(target=_listen, args=(process, course.tick), daemon=True)
    try:
        _send(process, task)
        listener.start()
        yield process
    finally:
        process.kill()
        process.wait()
        if listener.is_alive():
            listener.join()
        _close(process)


def main() -> None:
    """Measures what comes in."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who interrupts the other process ends this one's input
    # What libraries print goes where errors go: the output is for the other process alone.
    channel = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    task: Task = pickle.load(sys.stdin.buffer)  # noqa: S301 — written by this very program, through a pipe of its own
    threading.Thread(target=_end_with_input, daemon=True).start()

    def tell(share: float) -> None:
        print(share, file=channel, flush=True)

    course = replace(task.course, tick=tell)
    (measure,) = measures_named([task.measure])
    began = time.perf_counter()
    findings = measure.run(task.network, course)
    task.kept.keep(measure, course, findings, time.perf_counter() - began)


def _nothing(share: float) -> None:
    """Takes the share done and does nothing with it."""


def _end_with_input() -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    os._exit(1)


def _send(process: subprocess.Popen[bytes], task: Task) -> None:
    if process.stdin is not None:
        with contextlib.suppress(BrokenPipeError):
            pickle.dump(task, process.stdin, protocol=pickle.HIGHEST_PROTOCOL)
            process.stdin.flush()


def _listen(process: subprocess.Popen[bytes], tick: Callable[[float], None]) -> None:
    for line in process.stdout or ():
        tick(float(line))


def _close(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(BrokenPipeError):
                pipe.close()


if __name__ == "__main__":
    main()
