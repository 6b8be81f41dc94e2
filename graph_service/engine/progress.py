"""What the engine tells whoever waits for it: which step it is at, and how far that is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Step = Literal["download", "password", "start", "cache", "stop", "recover", "dump", "load", "check", "import"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a step is. Totals are 0 where they are not known; `units` are percent."""

    step: Step
    detail: str = ""
    files_done: int = 0
    files_total: int = 0
    bytes_done: int = 0
    bytes_total: int = 0
    units_done: int = 0
    units_total: int = 0
    seconds_left: float | None = None


ProgressCallback = Callable[[Progress], None]


def silent(progress: Progress) -> None:
    """Tell nobody."""
