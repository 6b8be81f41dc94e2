"""The sample school: a plausible school of any size, written in the format of imports/tables.py.

`generate_school` writes one; `SAMPLE_ALUMNI` and `SAMPLE_SEED` are those of the default sample, and `SAMPLE_CAST` are
the people of it whom the demo asks about.
"""

from __future__ import annotations

from graph_service.imports.generator.generation import (
    SAMPLE_ALUMNI,
    SAMPLE_CAST,
    SAMPLE_SEED,
    DemoCast,
    FolderNotEmpty,
    GenerationError,
    ImpossibleSchool,
    NoRoom,
    NotWritable,
    generate_school,
)

__all__ = [
    "SAMPLE_ALUMNI",
    "SAMPLE_CAST",
    "SAMPLE_SEED",
    "DemoCast",
    "FolderNotEmpty",
    "GenerationError",
    "ImpossibleSchool",
    "NoRoom",
    "NotWritable",
    "generate_school",
]
