"""What an interrupted run had finished, kept beside the report's place until the report is there.

A measure is a JSON file with a Parquet file for each table, under a key of everything that its findings depend on: the
network's digest, the measure, the course, and the versions of the service and of the libraries. The JSON file comes
last and by a rename, so that what is there is whole.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import asdict, fields
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl

from graph_service import __version__
from graph_service.analysis.measure import Course, Findings, Measure, Number

LIBRARIES = ("networkx", "networkit", "rustworkx", "scipy", "numpy", "polars", "statsmodels")


def versions() -> dict[str, str]:
    """The versions that findings depend on."""
    return {"graph-service": __version__} | {name: version(name) for name in LIBRARIES}


class Unfinished:
    """The finished measures of an unfinished report, in a folder of their own."""

    def __init__(self, folder: Path, digest: str) -> None:
        self.folder, self._digest = folder, digest

    def found(self, measure: Measure, course: Course) -> tuple[Findings, float] | None:
        """What the measure found and the seconds it took, when it is kept."""
        place = self._place(measure, course)
        try:
            kept = json.loads(place.with_suffix(".json").read_text("utf-8"))
            tables = {name: pl.read_parquet(self.folder / file) for name, file in kept["tables"].items()}
        except (OSError, ValueError, KeyError, pl.exceptions.PolarsError):
            return None
        return Findings(tuple(Number(**number) for number in kept["numbers"]), tables), float(kept["seconds"])

    def keep(self, measure: Measure, course: Course, findings: Findings, seconds: float) -> None:
        """Keeps what the measure found."""
        place = self._place(measure, course)
        self.folder.mkdir(parents=True, exist_ok=True)
        tables: dict[str, str] = {}
        for count, (name, table) in enumerate(findings.tables.items()):
            tables[name] = f"{place.name}-{count}.parquet"
            table.write_parquet(self.folder / tables[name])
        kept = {"numbers": [plain(asdict(number)) for number in findings.numbers], "tables": tables, "seconds": seconds}
        partly = place.with_suffix(".part")
        partly.write_text(json.dumps(kept), "utf-8")
        partly.replace(place.with_suffix(".json"))

    def _place(self, measure: Measure, course: Course) -> Path:
        said = {field.name: getattr(course, field.name) for field in fields(course) if field.name not in _NO_MATTER}
        key = json.dumps([self._digest, measure.name, said, versions()], sort_keys=True, default=str)
        return self.folder / f"{measure.name}-{hashlib.sha256(key.encode()).hexdigest()[:20]}"


_NO_MATTER = ("tick", "threads")


def plain(value: Any) -> Any:
    """The value as JSON has it: numbers of NumPy as numbers, what is not finite as null.

    >>> plain({"share": float("nan"), "parts": (1, 2)})
    {'share': None, 'parts': [1, 2]}
    """
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}  # pyright: ignore[reportUnknownVariableType,reportUnknownArgumentType]
    if isinstance(value, list | tuple | set | frozenset):
        items = sorted(value, key=str) if isinstance(value, set | frozenset) else value  # pyright: ignore[reportUnknownArgumentType,reportUnknownVariableType]
        return [plain(item) for item in items]  # pyright: ignore[reportUnknownVariableType]
    if hasattr(value, "item") and not isinstance(value, str):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)
