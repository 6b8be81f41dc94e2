"""Compares what a file says with what the graph holds: what is new, what is different, what is the same.

Both sides are typed alike (checking.py). An empty cell leaves a value alone; CLEAR takes it away. `source` and `as_of`
count as different only when the file states them, so that the same file imported tomorrow changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from graph_service.imports.checking import CLEAR, CLEAR_NUMBER

STATUS = "\0status"
CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"
AT, ID = "\0at", "\0id"
# The columns that somebody asks `was` of.
REMEMBERED = ("name", "pinyin", "place", "place_from", "parent", "industry")


def compared(rows: pl.DataFrame, state: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """The rows with STATUS, and in `columns` what will hold after the import.

    `rows` has AT where it matches a row of `state`, null where there is none; `state` has AT and the columns.
    """
    if state.is_empty():
        return _all_new(rows, columns)
    old = state.select(AT, *(pl.col(column).alias(_old(column)) for column in columns))
    joined = rows.join(old, on=AT, how="left", maintain_order="left")
    different = pl.any_horizontal(_differs(column, rows.schema[column]) for column in columns).fill_null(False)
    status = (
        pl.when(pl.col(AT).is_null())
        .then(pl.lit(CREATED))
        .when(different)
        .then(pl.lit(UPDATED))
        .otherwise(pl.lit(UNCHANGED))
    )
    return joined.with_columns(status.alias(STATUS)).with_columns(_merged(c, rows.schema[c]) for c in columns)


def _all_new(rows: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    cleared = (pl.when(pl.col(c) != _clear(rows.schema[c])).then(pl.col(c)).alias(c) for c in columns)
    before = (pl.lit(None, rows.schema[c]).alias(_old(c)) for c in columns if c in REMEMBERED)
    return rows.with_columns(*cleared, *before, pl.lit(CREATED).alias(STATUS))


def was(column: str) -> pl.Expr:
    """What the graph held in that column before."""
    return pl.col(_old(column))


def _old(column: str) -> str:
    return f"\0old {column}"


def _clear(dtype: pl.DataType) -> pl.Expr:
    return pl.lit(CLEAR if dtype == pl.String else CLEAR_NUMBER)


def _differs(column: str, dtype: pl.DataType) -> pl.Expr:
    new, old = pl.col(column), was(column)
    return new.is_not_null() & pl.when(new == _clear(dtype)).then(old.is_not_null()).otherwise(new.ne_missing(old))


def _merged(column: str, dtype: pl.DataType) -> pl.Expr:
    new, old = pl.col(column), was(column)
    return pl.when(new.is_null()).then(old).when(new == _clear(dtype)).then(None).otherwise(new).alias(column)
