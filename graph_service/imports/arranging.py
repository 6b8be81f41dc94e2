"""Which file feeds which table, and which heading stands for which column: by their names in English or Chinese.

Nothing is passed over in silence: a file or a column that is not known is said to be so, with the nearest known name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from graph_service.imports.errors import HeadingWrong, TableMissing
from graph_service.imports.reading import Block, Source, SourceFile
from graph_service.imports.tables import TABLES, Table


class Feed(NamedTuple):
    """A file that feeds a table: its name, its rows, and the column that each known heading stands for.

    `original` gives the rows as the file has them, for the quarantine; a mapping makes `blocks` differ.
    """

    table: Table
    name: str
    headings: dict[str, str]
    blocks: Callable[[], Iterator[Block]]
    original: SourceFile
    lines: int


class Arrangement(NamedTuple):
    """The feeds of each table in the order of the tables, and what was passed over."""

    feeds: tuple[Feed, ...]
    notes: tuple[str, ...]


def arrange(source: Source) -> Arrangement:
    """The feeds of a source without a mapping.

    Raises HeadingWrong when a table lacks a column that it needs, TableMissing when there are no alumni.
    """
    feeds: list[Feed] = []
    notes = [
        f"{name}: passed over; only CSV files and the sheets of a workbook are read" for name in source.passed_over
    ]
    for file in source.files:
        table = _TABLES_BY_NAME.get(_folded(file.stem))
        if table is None:
            notes.append(
                f"{file.name}: passed over; no table has this name{_nearest(file.stem, list(_TABLES_BY_NAME))}"
            )
            continue
        headings, unknown = known_headings(table, file)
        notes += unknown
        feeds.append(Feed(table, file.name, headings, file.blocks, file, file.lines))
    require_alumni(source.name, feeds)
    order = [table.name for table in TABLES]
    return Arrangement(tuple(sorted(feeds, key=lambda feed: order.index(feed.table.name))), tuple(notes))


def require_alumni(name: str, feeds: Sequence[Feed]) -> None:
    """Nothing, when there is a table of alumni."""
    if not any(feed.table.name == "alumni" for feed in feeds):
        raise TableMissing(
            f"{name}: there is no table of alumni. Name its file alumni.csv or 校友.csv, or its sheet alumni or 校友; "
            "files of another shape need a mapping (--mapping)."
        )


def known_headings(table: Table, file: SourceFile) -> tuple[dict[str, str], list[str]]:
    """The column that each heading stands for, and a note for each that stands for none."""
    columns = {_folded(text): column.name for column in table.columns for text in (column.name, column.zh)}
    headings: dict[str, str] = {}
    notes: list[str] = []
    for heading in file.headings:
        column = columns.get(_folded(heading))
        if column is None:
            near = _nearest(heading, list(columns))
            notes.append(
                f"{file.name}: the column {heading!r} is passed over; {table.name} has none of this name{near}"
            )
        elif column in headings.values():
            raise HeadingWrong(f"{file.name}: two columns are named {column!r}. Remove or rename one of them.")
        else:
            headings[heading] = column
    missing = [f"{c.name} ({c.zh})" for c in table.columns if c.required and c.name not in headings.values()]
    if missing:
        raise HeadingWrong(
            f"{file.name}: the column {' and '.join(missing)} is missing; "
            f"it has {', '.join(file.headings) or 'no headings'}. "
            "Write the names of the columns into the first line."
        )
    return headings, notes


def _folded(text: str) -> str:
    return "".join(text.split()).casefold().replace("-", "_")


def _nearest(text: str, known: list[str]) -> str:
    near = get_close_matches(_folded(text), known, 1, 0.7)
    return f" (the nearest is {near[0]!r})" if near else ""


_TABLES_BY_NAME = {_folded(text): table for table in TABLES for text in (table.name, table.zh, f"{table.zh}表")}
