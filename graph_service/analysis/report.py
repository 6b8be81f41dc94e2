"""The report as files: report.json, report.html and tables, written whole or not at all.

The same network, seed and options make the same bytes. Seconds are not the same twice, so the report has them rounded
up to 10 or 60 minutes and so on; as measured they are printed, and in timings.json when that is asked for.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import chain, count
from pathlib import Path
from typing import Any, cast

import polars as pl

from graph_service.analysis.errors import PlaceTaken
from graph_service.analysis.measure import Course, Number
from graph_service.analysis.network import Network
from graph_service.analysis.running import Finished
from graph_service.analysis.unfinished import plain, versions

JSON, HTML, TABLES, TIMINGS = "report.json", "report.html", "tables", "timings.json"
KIND = "graph-service analysis"
STEPS = (600, 3600)
SECONDS_NOTE = (
    "Seconds are at most what is written here: rounded up to 10 or 60 minutes, so that the same seed gives the same "
    "bytes. The command prints them as measured, and --timings writes them to timings.json."
)


@dataclass(frozen=True)
class Report:
    """What was analysed, how, and what was found."""

    network: Network
    course: Course
    budget: float | None
    finished: tuple[Finished, ...]

    @property
    def tables(self) -> dict[str, pl.DataFrame]:
        """All tables by the name of their file."""
        named: dict[str, pl.DataFrame] = {}
        for one in self.finished:
            for name, table in one.findings.tables.items():
                named[_file_name(name, named)] = table
        return named


def rounded_up(seconds: float) -> int:
    """The smallest of 600, 3600, 36000 … seconds that is not less.

    >>> rounded_up(0.02), rounded_up(600.5), rounded_up(36000)
    (600, 3600, 36000)
    """
    steps = chain(STEPS, (STEPS[-1] * 10**power for power in count(1)))
    return next(step for step in steps if step >= seconds)


def document(report: Report) -> dict[str, Any]:
    """The report as report.json has it: every number with its name, definition, parameters, seed, coverage, seconds."""
    network, course = report.network, report.course
    return {
        "kind": KIND,
        "network": {
            "nodes": network.order,
            "edges": network.size,
            "weighted": network.weights is not None,
            "attributes": network.attributes.columns,
            "digest": network.digest,
            "origin": plain(dict(network.origin)),
        },
        "run": {
            "seed": course.seed,
            "budget_seconds": report.budget,
            "attributes": list(course.attributes),
            "versions": versions(),
            "seconds_note": SECONDS_NOTE,
        },
        "measures": [_measure(one) for one in report.finished],
    }


def _measure(one: Finished) -> dict[str, Any]:
    seconds = rounded_up(one.seconds)
    about = one.measure
    return {
        "name": about.name,
        "title": about.title,
        "definition": about.definition,
        "source": about.source,
        "missing_values": about.missing,
        "complexity": about.complexity,
        "seconds": seconds,
        "numbers": [_number(number, seconds) for number in one.findings.numbers],
        "tables": list(one.findings.tables),
    }


def _number(number: Number, seconds: int) -> dict[str, Any]:
    told = plain(asdict(number))
    return {**told, "coverage": 1.0 if number.coverage is None else told["coverage"], "seconds": seconds}


def timings(report: Report) -> dict[str, float]:
    """The seconds that each measure took when it was computed, as measured."""
    return {one.measure.name: round(one.seconds, 3) for one in report.finished}


# --- files ----------------------------------------------------------------------------------------------------------


def check_place(out: Path) -> None:
    """Raises PlaceTaken when `out` is something else than a new folder, an empty one or an earlier report."""
    if not out.exists():
        return
    if not out.is_dir():
        raise PlaceTaken(out, "is a file")
    if any(out.iterdir()) and not _is_report(out):
        raise PlaceTaken(out, "holds something else than a report")


def _is_report(folder: Path) -> bool:
    try:
        told = json.loads((folder / JSON).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(told, dict) and cast("dict[str, Any]", told).get("kind") == KIND


def write(report: Report, out: Path, workplace: Path, *, with_timings: bool = False) -> None:
    """Writes the report beside its place and moves it there as a whole; an earlier report there is replaced."""
    from graph_service.analysis.report_html import page

    made, before = workplace / "report", workplace / "before"
    for folder in (made, before):
        shutil.rmtree(folder, ignore_errors=True)
    (made / TABLES).mkdir(parents=True)
    told = json.dumps(document(report), indent=2, ensure_ascii=False, allow_nan=False)
    (made / JSON).write_text(told + "\n", "utf-8")
    (made / HTML).write_text(page(report), "utf-8")
    for name, table in report.tables.items():
        table.write_parquet(made / TABLES / f"{name}.parquet")
        flat(table).write_csv(made / TABLES / f"{name}.csv")
    if with_timings:
        (made / TIMINGS).write_text(json.dumps(timings(report), indent=2) + "\n", "utf-8")
    check_place(out)
    if out.exists():
        out.rename(before)
    made.rename(out)
    shutil.rmtree(before, ignore_errors=True)


def flat(table: pl.DataFrame) -> pl.DataFrame:
    """The table as CSV can have it: lists as text, their items separated by semicolons."""
    lists = [name for name, kind in table.schema.items() if isinstance(kind, pl.List)]
    return table.with_columns(pl.col(name).cast(pl.List(pl.String)).list.join("; ") for name in lists)


def _file_name(name: str, taken: Mapping[str, Any]) -> str:
    """A name for a table's file: letters of any script, digits, dots, hyphens and underscores, each name once.

    >>> _file_name("mixing_a/b", {}), _file_name("mixing_a:b", {"mixing_a_b": None})
    ('mixing_a_b', 'mixing_a_b-2')
    """
    usable = re.sub(r"[^\w.-]+", "_", name)[:80].strip(".") or "table"
    number, unique = 1, usable
    while unique.lower() in {other.lower() for other in taken}:
        number += 1
        unique = f"{usable}-{number}"
    return unique
