"""Generating a school: the one function others call, the default sample, and what can go wrong."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from graph_service.imports.generator.school import School

SAMPLE_ALUMNI = 5_000
SAMPLE_SEED = 1
MOST_ALUMNI = 1_000_000

Progress = Callable[[str, int, int], None]
"""Called with what is being made, how much of it is done, and how much there is in all."""


class DemoCast(NamedTuple):
    """People for the demo, by key: all live in `place` and work in `industry` now, as `peers` others do.

    `hidden` is listed for their own connections only; `viewer` is one of those, `second_viewer` is not.
    """

    viewer: str
    second_viewer: str
    hidden: str
    industry: str
    place: str
    peers: int


SAMPLE_CAST = DemoCast("S2011000080", "S1996000022", "S2010000145", "J66", "310000", 106)
"""The cast of the default sample, known without generating it."""


class GenerationError(Exception):
    """A school could not be generated."""


class ImpossibleSchool(GenerationError):
    """The number of alumni or the seed is out of range."""


class FolderNotEmpty(GenerationError):
    """The folder to write into holds something already."""


class NoRoom(GenerationError):
    """The disk is full."""


class NotWritable(GenerationError):
    """The folder cannot be written to."""


def silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def generate_school(
    alumni: int, seed: int, out: Path, progress: Progress = silent, *, force: bool = False
) -> DemoCast | None:
    """Writes a school of `alumni` people into the folder `out` and returns the demo's cast.

    The files are those of imports/tables.py with English headings in UTF-8; the same numbers give the same bytes. The
    cast is None when the school is too small for one. `force` overwrites the files of a folder that is not empty.

    Raises ImpossibleSchool, FolderNotEmpty, NoRoom or NotWritable.
    """
    if not 1 <= alumni <= MOST_ALUMNI:
        raise ImpossibleSchool(f"{alumni:,} alumni cannot be generated; ask for 1 to {MOST_ALUMNI:,}.")
    if not 0 <= seed < 2**63:
        raise ImpossibleSchool(f"The seed {seed} is out of range; take a whole number from 0 up.")
    # numpy and polars are loaded for a school alone, so that the rest of the command line starts fast
    from graph_service.imports.generator.school import make_school
    from graph_service.imports.generator.sheets import sheets
    from graph_service.imports.generator.writer import write_sheet

    try:
        _prepare(out, force=force)
        school = make_school(alumni, seed, progress)
        for sheet in sheets(school):
            write_sheet(sheet, out, progress)
    except OSError as failure:
        raise _explained(failure, out) from failure
    return demo_cast(school)


def demo_cast(school: School) -> DemoCast | None:
    """The cast of a generated school, by key."""
    from graph_service.imports.generator import vocabulary
    from graph_service.imports.generator.sheets import alumni_keys

    cast = school.cast
    if cast is None:
        return None
    keys = alumni_keys(school)
    return DemoCast(
        keys[cast.viewer], keys[cast.second_viewer], keys[cast.hidden],
        vocabulary.DIVISIONS[cast.industry].code, vocabulary.towns().entries[cast.town].code, cast.peers,
    )  # fmt: skip


def _prepare(out: Path, *, force: bool) -> None:
    if out.is_dir() and not force and any(out.iterdir()):
        raise FolderNotEmpty(f"{out} is not empty; name another folder, or overwrite its files with --force.")
    out.mkdir(parents=True, exist_ok=True)


def _explained(failure: OSError, out: Path) -> GenerationError:
    if failure.errno in (errno.ENOSPC, errno.EDQUOT):
        return NoRoom(f"The disk that holds {out} is full; free some space or name a folder on another disk.")
    return NotWritable(f"{out} cannot be written to ({failure.strerror}); name a folder of your own.")
