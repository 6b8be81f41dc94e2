"""The nodes that rows speak of: every one gets a number for the time of the import, by which facts are joined.

A registry holds nodes of one label, those of the files and those of the graph: their key as files write it, their
number, their id, and the element id of those that are in the graph already. It also remembers the rows that were
refused, so that a row that speaks of one can say so.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import polars as pl

from graph_service.imports.changes import AT, ID

NR = "\0nr"
KEY = "\0key"
SCHEMA = {KEY: pl.String, NR: pl.UInt32, ID: pl.String, AT: pl.String}


class Place(NamedTuple):
    """Where a row stands: its file and its line."""

    file: str
    line: int


class Registry:
    """The nodes of one label that this import speaks of."""

    def __init__(self) -> None:
        self.frame = pl.DataFrame(schema=SCHEMA)
        self.refused: dict[str, Place] = {}

    def add(self, keys: pl.Series, ids: pl.Series, at: pl.Series) -> pl.Series:
        """The numbers that these nodes get."""
        first = self.frame.height
        numbers = pl.Series(NR, range(first, first + keys.len()), dtype=pl.UInt32)
        more = pl.DataFrame([keys.alias(KEY), numbers, ids.alias(ID), at.cast(pl.String).alias(AT)])
        self.frame = pl.concat([self.frame, more])
        return numbers

    def numbers(self, keys: pl.Series) -> pl.Series:
        """The number of each key; null for one that is not here."""
        asked = pl.DataFrame([keys.alias(KEY)])
        return asked.join(self.frame.select(KEY, NR), on=KEY, how="left", maintain_order="left")[NR]

    def numbers_of_ids(self, ids: pl.Series) -> pl.Series:
        """The number of each id; null for one that is not here."""
        asked = pl.DataFrame([ids.alias(ID)], schema={ID: pl.String})
        return asked.join(self.frame.select(ID, NR), on=ID, how="left", maintain_order="left")[NR]

    def ids(self, numbers: pl.Series) -> pl.Series:
        """The id of each number."""
        return self.frame[ID].gather(numbers)

    def stored_ids(self) -> list[str]:
        """The ids of those that were in the graph before this import."""
        return self.frame.filter(pl.col(AT).is_not_null())[ID].to_list()


def new_ids(count: int) -> pl.Series:
    """So many random UUIDs, as text."""
    digits = os.urandom(16 * count).hex()
    return pl.Series(ID, [_uuid4(digits[at : at + 32]) for at in range(0, 32 * count, 32)], dtype=pl.String)


def _uuid4(digits: str) -> str:
    variant = "89ab"[int(digits[16], 16) & 3]
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"


def frame_of(rows: Iterable[Sequence[object]], schema: dict[str, type[pl.DataType]]) -> pl.DataFrame:
    """The rows as a frame of that schema; an empty one too."""
    return pl.DataFrame(list(rows), schema=schema, orient="row")
