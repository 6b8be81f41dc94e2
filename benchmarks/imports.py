"""How fast a school's files go in: the ordinary import and the bulk import, each by the command that a school types."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple

from benchmarks.processes import Step
from benchmarks.school import Say, School, generated, loaded
from graph_service.imports.pipeline import LINKS

ORDINARY_S = 300.0
BULK_S = 180.0
BULK_RELATIONSHIPS = 12_000_000
"""So many relationships are to be there within BULK_S; a school with more of them may take that much longer."""
OWN_MB = 2_000.0


class Imported(NamedTuple):
    """One import, and how long it may take."""

    step: Step
    within_s: float

    @property
    def missed(self) -> list[str]:
        """The targets that were missed, in words."""
        missed: list[str] = []
        if self.step.seconds > self.within_s:
            missed.append(f"{self.step.seconds:.0f} > {self.within_s:g} s")
        if self.step.own_mb > OWN_MB:
            missed.append(f"{self.step.own_mb:.0f} > {OWN_MB:g} MB beside the engine")
        return missed


def measure_import(root: Path, alumni: int, seed: int, say: Say, *, bulk: bool) -> Imported:
    """One import of a school of that size into an empty graph. Its files are kept, its graph is not."""
    school = School(root / f"import-{alumni}-{seed}", alumni, seed, [])
    done = school.folder / "generated"
    if not done.is_file():
        shutil.rmtree(school.folder, ignore_errors=True)
        generated(school, say)
        done.touch()
    shutil.rmtree(school.data, ignore_errors=True)
    try:
        step = loaded(school, say, bulk=bulk)
    finally:
        shutil.rmtree(school.data, ignore_errors=True)
    rows = {file.stem: _rows(file) for file in school.files.glob("*.csv")}
    step.about = f"{rows['alumni']:,} alumni, {rows['connections']:,} connections, {sum(rows.values()):,} rows"
    return Imported(step, bulk_within_s(rows) if bulk else ORDINARY_S)


def bulk_within_s(rows: Mapping[str, int]) -> float:
    """How long a bulk import of tables of so many rows may take, in seconds."""
    return round(BULK_S * sum(rows.get(table, 0) for table in LINKS) / BULK_RELATIONSHIPS)


def _rows(file: Path) -> int:
    """How many rows the file has below its headings; no cell of a generated school has a line break."""
    with file.open("rb") as lines:
        return sum(1 for _ in lines) - 1


def write_lines(imports: Sequence[Imported], file: Path) -> None:
    """Writes what was measured as JSON lines."""
    records = ({"kind": "import", **asdict(one.step), "missed": one.missed} for one in imports)
    file.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), "utf-8")
