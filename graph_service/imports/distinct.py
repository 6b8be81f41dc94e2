"""Columns in which the same values come again and again: what follows from a value is worked out once for each."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

ASKED, FOUND = "\0asked", "\0found"


def once_each(values: pl.Series, of: Callable[[pl.Expr], pl.Expr]) -> pl.Series:
    """What the expression of the values makes of them."""
    distinct = values.unique().alias(ASKED).to_frame()
    return _looked_up(values, distinct.with_columns(of(pl.col(ASKED)).alias(FOUND)))


def mapped(texts: pl.Series, function: Callable[[str], str]) -> pl.Series:
    """The function of every text; null stays null."""
    distinct = texts.unique().drop_nulls()
    found = pl.Series(FOUND, [function(text) for text in distinct], dtype=pl.String)
    return _looked_up(texts, pl.DataFrame([distinct.alias(ASKED), found]))


def _looked_up(values: pl.Series, found: pl.DataFrame) -> pl.Series:
    asked = values.alias(ASKED).to_frame()
    return asked.join(found, on=ASKED, how="left", nulls_equal=True, maintain_order="left")[FOUND].alias(values.name)
