"""The school that is asked about: generated and loaded once for each size and seed, and kept for the next run."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple

import platformdirs

from benchmarks.processes import Step, run_step
from graph_service.settings import APPLICATION

Say = Callable[[str], None]
READY = "ready.json"


def usual_folder() -> Path:
    """Where schools are kept when nobody names a place."""
    return Path(platformdirs.user_cache_dir(APPLICATION)) / "benchmarks"


class School(NamedTuple):
    """A folder with a school's files and the graph that was made of them, and what making them took."""

    folder: Path
    alumni: int
    seed: int
    steps: list[Step]

    @property
    def files(self) -> Path:
        """The CSV files."""
        return self.folder / "school"

    @property
    def data(self) -> Path:
        """The data directory of the engine."""
        return self.folder / "data"

    def keys(self) -> list[str]:
        """The key of everybody, in the order of the file."""
        with (self.files / "alumni.csv").open(encoding="utf-8", newline="") as file:
            return [row["key"] for row in csv.DictReader(file)]


def prepared_school(root: Path, alumni: int, seed: int, say: Say) -> School:
    """The school of that size and seed, made now unless it is there already. Raises CommandFailed."""
    school = School(root / f"{alumni}-{seed}", alumni, seed, [])
    note = school.folder / READY
    if note.is_file():
        steps = [Step(**step) for step in json.loads(note.read_text("utf-8"))]
        return school._replace(steps=steps)
    shutil.rmtree(school.folder, ignore_errors=True)
    steps = [generated(school, say), loaded(school, say, bulk=True)]
    note.write_text(json.dumps([asdict(step) for step in steps]), "utf-8")
    return school._replace(steps=steps)


def generated(school: School, say: Say) -> Step:
    """Writes the school's files."""
    say(f"Generating {school.alumni:,} alumni …")
    arguments = ["generate", "--alumni", str(school.alumni), "--seed", str(school.seed), "--out", school.files]
    return run_step("generate", arguments, school.folder / "generate.log", f"{school.alumni:,} alumni")


def loaded(school: School, say: Say, *, bulk: bool) -> Step:
    """Loads the school's files into an empty graph."""
    name = "bulk import" if bulk else "import"
    say(f"{name.capitalize()} of {school.alumni:,} alumni …")
    arguments = ["import", school.files, "--data", school.data, *(["--bulk"] if bulk else [])]
    return run_step(name, arguments, school.folder / f"{name.replace(' ', '-')}.log", f"{school.alumni:,} alumni")
