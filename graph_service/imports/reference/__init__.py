"""The classifications every school shares: industries (GB/T 4754-2017, with ISIC Rev.4) and places (GB/T 2260).

They are two CSV files beside this module, each naming its source in its first lines. Their rows have the columns of
the import tables `industries` and `places`, and their `level` and `kind`.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib import resources
from typing import Literal, NamedTuple, cast

IndustryLevel = Literal["section", "division"]
PlaceKind = Literal["country", "province", "city"]


class IndustryEntry(NamedTuple):
    """A section or a division of GB/T 4754-2017. `note` says why a division's ISIC section is not its section's."""

    code: str
    name: str
    name_en: str
    level: IndustryLevel
    parent: str | None
    isic: str
    note: str


class PlaceEntry(NamedTuple):
    """The country, a province-level or a prefecture-level unit of GB/T 2260."""

    code: str
    name: str
    name_en: str
    kind: PlaceKind
    parent: str | None


@lru_cache
def industries() -> tuple[IndustryEntry, ...]:
    """The 20 sections and 97 divisions, each section before its divisions.

    >>> [(entry.code, entry.name_en, entry.isic) for entry in industries() if entry.code in ("P", "D46")]
    [('D46', 'Production and supply of water', 'E'), ('P', 'Education', 'P')]
    """
    return tuple(
        IndustryEntry(
            row["code"],
            row["name"],
            row["name_en"],
            cast(IndustryLevel, row["level"]),
            row["parent"] or None,
            row["isic"],
            row["note"],
        )
        for row in _rows("industries.csv")
    )


@lru_cache
def places() -> tuple[PlaceEntry, ...]:
    """The country, its 34 province-level and its 333 prefecture-level units, each after the one it is part of.

    >>> [entry.name_en for entry in places() if entry.parent == "350000"][:3]
    ['Fuzhou (Fujian)', 'Xiamen', 'Putian']
    """
    return tuple(
        PlaceEntry(row["code"], row["name"], row["name_en"], cast(PlaceKind, row["kind"]), row["parent"] or None)
        for row in _rows("places.csv")
    )


def _rows(file: str) -> list[dict[str, str]]:
    lines = resources.files(__name__).joinpath(file).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))
