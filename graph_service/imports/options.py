"""What an import is told, and what it tells while it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple


def _today() -> str:
    return date.today().isoformat()


@dataclass(frozen=True)
class ImportOptions:
    """How to import.

    `source` is where facts come from whose rows do not say it (default: the name of what is imported), `as_of` the day
    when they were true. `missing_means_gone` removes what came from the same source before and is not in the files now,
    and needs `confirmed`. `dry_run` writes nothing.
    """

    source: str | None = None
    as_of: str = field(default_factory=_today)
    mapping: Path | None = None
    dry_run: bool = False
    missing_means_gone: bool = False
    confirmed: bool = False


class Progress(NamedTuple):
    """How far an import is: what it does now, and how many of how many rows are done (0: not known)."""

    step: str
    done: int
    total: int


Tell = Callable[[Progress], None]


def silent(_: Progress) -> None:
    """Tells nobody."""
