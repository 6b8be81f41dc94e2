"""A process that solves one round, or answers one what-if, and ends: `python -m graph_service.programmes.worker`.

It reads one task from its input and writes lines of JSON to its output: progress, and at the end how many bytes of
result follow. Parent and child are the same program, so that the task travels pickled. When the parent is gone, the
next line of progress cannot be written, and the child ends.
"""

from __future__ import annotations

import json
import os
import pickle
import sys
from typing import Any, BinaryIO

from graph_service.mentoring.matching import ProofFailed, RoundRefused
from graph_service.programmes.overrides import what_if
from graph_service.programmes.tasks import LockImpossible, Progress, Refused, SolveTask, WhatIfTask, unpack


def main() -> None:
    """Does the task that comes in."""
    # What the solver's libraries print goes where errors go: the output is for the parent alone.
    channel = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    task = pickle.load(sys.stdin.buffer)  # noqa: S301 — written by this very program, through a pipe of its own
    result = pickle.dumps(answer(task, lambda share, step: _write(channel, {"progress": share, "step": step})))
    _write(channel, {"bytes": len(result)}, result)


def answer(task: SolveTask | WhatIfTask, report: Progress) -> Any:
    """What comes of a task: Solved, a dictionary, or Refused."""
    try:
        if isinstance(task, WhatIfTask):
            return what_if(unpack(task.packed), task.force, task.forbid)
        # Only here: it loads for as long as a what-if takes to answer.
        from graph_service.programmes.solving import solve_round

        return solve_round(task, report)
    except RoundRefused as refused:
        return Refused(f"{refused}. {refused.remedy}")
    except LockImpossible as impossible:
        return Refused(str(impossible))
    except ProofFailed as failed:
        return Refused(f"{failed} {failed.remedy}")


def _write(channel: BinaryIO, line: dict[str, Any], more: bytes = b"") -> None:
    channel.write(json.dumps(line).encode() + b"\n" + more)
    channel.flush()


if __name__ == "__main__":
    main()
