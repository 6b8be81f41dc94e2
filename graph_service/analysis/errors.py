"""Why an analysis does not run. Each says what was wrong, where, and what to do about it.

AnalysisRefused
├── FileRefused       a file of nodes or edges cannot be read, or says what it must not
├── MeasureUnknown    no measure has that name
├── OptionRefused     an option has a value that it cannot have
└── PlaceTaken        the report would overwrite something that is not a report
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class AnalysisRefused(Exception):
    """The analysis did not run; `remedy` says what to do."""

    remedy = "Nothing was written."


class FileRefused(AnalysisRefused):
    """A file cannot be read, or a line of it says what it must not."""

    def __init__(self, path: Path, line: int | None, wrong: str, remedy: str) -> None:
        super().__init__(f"{path}, line {line}: {wrong}" if line else f"{path}: {wrong}")
        self.remedy = remedy


class MeasureUnknown(AnalysisRefused):
    """No measure has that name."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"No measure is named {name!r}.")
        self.remedy = f"Choose among {', '.join(known)}."


class OptionRefused(AnalysisRefused):
    """An option has a value that it cannot have."""

    def __init__(self, wrong: str, remedy: str) -> None:
        super().__init__(wrong)
        self.remedy = remedy


class PlaceTaken(AnalysisRefused):
    """The report would overwrite something that is not a report."""

    def __init__(self, path: Path, wrong: str) -> None:
        super().__init__(f"{path} {wrong}.")
        self.remedy = "Name another folder with --out: a new one, an empty one, or one with an earlier report."
