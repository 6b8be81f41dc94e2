"""Writes the sheets of a school as CSV files, a stretch of rows at a time."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from graph_service.imports import tables
from graph_service.imports.generator.generation import Progress
from graph_service.imports.generator.sheets import Sheet

_ROWS_AT_ONCE = 200_000


def write_sheet(sheet: Sheet, folder: Path, progress: Progress) -> Path:
    """The file `<table>.csv` of a sheet: UTF-8, every column of the table under its English heading."""
    path = folder / f"{sheet.table}.csv"
    columns = tables.table(sheet.table).columns
    with path.open("wb") as file:
        file.write(",".join(column.name for column in columns).encode() + b"\n")
        for start in range(0, sheet.rows, _ROWS_AT_ONCE):
            end = min(start + _ROWS_AT_ONCE, sheet.rows)
            progress(path.name, start, sheet.rows)
            _rows(sheet, columns, start, end).write_csv(file, include_header=False, line_terminator="\n")
        progress(path.name, sheet.rows, sheet.rows)
    return path


def _rows(sheet: Sheet, columns: tuple[tables.Column, ...], start: int, end: int) -> pl.DataFrame:
    empty = pl.repeat(None, end - start, dtype=pl.String, eager=True)
    return pl.DataFrame(
        [
            (sheet.columns[column.name](start, end) if column.name in sheet.columns else empty).alias(column.name)
            for column in columns
        ]
    )
