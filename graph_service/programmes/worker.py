"""A process that solves one round, or answers one what-if, and ends: `python -m graph_service.programmes.worker`.

It reads one task from its input and writes lines of JSON to its output: progress, and at the end how many bytes of
result follow. Parent and child are the same program, so that the task travels pickled. When the parent is gone, the
next line of progress cannot be written, and the child ends.
"""

from __future__ import annotations

import json
import pickle
import sys
from typing import Any

from graph_service.mentoring.matching import ProofFailed, RoundRefused
from graph_service.programmes.solving import LockImpossible, solve_round, what_if
from graph_service.programmes.tasks import Refused, SolveTask, WhatIfTask, unpack


def main() -> None:
    """Does the task that comes in."""
    task = pickle.load(sys.stdin.buffer)  # noqa: S301 — written by this very program, through a pipe of its own
    result = pickle.dumps(answer(task))
    _write({"bytes": len(result)}, result)


def answer(task: SolveTask | WhatIfTask) -> Any:
    """What comes of a task: Solved, a dictionary, or Refused."""
    try:
        if isinstance(task, WhatIfTask):
            return what_if(unpack(task.packed), task.force, task.forbid)
        return solve_round(task, lambda share, step: _write({"progress": share, "step": step}))
    except RoundRefused as refused:
        return Refused(f"{refused}. {refused.remedy}")
    except LockImpossible as impossible:
        return Refused(str(impossible))
    except ProofFailed as failed:
        return Refused(f"{failed} {failed.remedy}")


def _write(line: dict[str, Any], more: bytes = b"") -> None:
    sys.stdout.buffer.write(json.dumps(line).encode() + b"\n" + more)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
