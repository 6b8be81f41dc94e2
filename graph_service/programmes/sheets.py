"""Participants and reports as CSV and XLSX: rows in, with what is wrong, and rows out that no spreadsheet runs.

A cell that begins with =, +, -, @, a tab or a line break is a formula to a spreadsheet. In CSV it gets an apostrophe
before it (OWASP, CSV injection); in XLSX every cell is written as text or number, never as a formula.
"""

# pyright: reportUnknownMemberType=false
from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import ValidationError

from graph_service.imports.errors import ImportRefused
from graph_service.programmes.models import PartRequest
from graph_service.programmes.problems import UnreadableSheet

SheetFormat = Literal["csv", "xlsx"]
MEDIA_TYPES: dict[SheetFormat, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
HEADINGS = {
    "person": ("person", "id", "key", "学号", "校友编号"),
    "role": ("role", "角色"),
    "capacity": ("capacity", "名额"),
    "minimum": ("minimum", "最少人数"),
    "topic": ("topic", "主题"),
    "topic_places": ("topic_places", "主题名额"),
    "shortlist": ("shortlist", "意向名单"),
    "paused": ("paused", "暂停"),
}
ROLES = {"mentor": "mentor", "mentee": "mentee", "导师": "mentor", "学员": "mentee"}
YES = {"yes", "true", "1", "是"}
Cell = str | int | float | bool | None


class RowOfSheet(NamedTuple):
    """One row of a file of participants: its part, or what is wrong with it."""

    line: int
    person: str
    part: PartRequest | None
    wrong: str | None


def read_participants(content: bytes) -> list[RowOfSheet]:
    """The rows of a CSV file (UTF-8 or GB18030) or an XLSX workbook. Raises UnreadableSheet when it cannot be read.

    A list in a cell is separated by semicolons; places by topic are written as `topic:2`.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("participants.xlsx" if content.startswith(b"PK") else "participants.csv")
        path.write_bytes(content)
        try:
            return [row for cells in _rows(path) for row in [_row(cells)]]
        except ImportRefused as refused:
            raise UnreadableSheet(str(refused)) from refused


def _rows(path: Path) -> Iterator[dict[str, str]]:
    from graph_service.imports.reading import LINE, open_source

    source = open_source(path)
    if not source.files:
        raise UnreadableSheet("The file has no rows. Its first row names the columns: person, role, capacity, …")
    sheet = source.files[0]
    columns = _columns(sheet.headings)
    for block in sheet.blocks():
        for row in block.frame.iter_rows(named=True):
            yield {"line": str(row[LINE])} | {name: (row[heading] or "").strip() for name, heading in columns.items()}
        for ragged in block.ragged:
            yield {"line": str(ragged.line), "ragged": str(len(ragged.cells))}


def _columns(headings: Sequence[str]) -> dict[str, str]:
    by_name = {heading.strip().lower(): heading for heading in headings}
    found = {name: by_name[known] for name, all_known in HEADINGS.items() for known in all_known if known in by_name}
    if missing := [name for name in ("person", "role") if name not in found]:
        raise UnreadableSheet(
            f"The first row has no column {' and no column '.join(missing)}. Known columns: {', '.join(HEADINGS)}."
        )
    return found


def _row(cells: Mapping[str, str]) -> RowOfSheet:
    line = int(cells["line"])
    if "ragged" in cells:
        return RowOfSheet(
            line, "", None, f"The row has {cells['ragged']} cells, which is not as many as the first row."
        )
    person = cells["person"]
    if not person:
        return RowOfSheet(line, "", None, "person is empty; write the id or the school's key.")
    try:
        return RowOfSheet(line, person, PartRequest.model_validate(_values(cells)), None)
    except ValidationError as invalid:
        return RowOfSheet(line, person, None, "; ".join(_told(error) for error in invalid.errors()))
    except ValueError as invalid:
        return RowOfSheet(line, person, None, str(invalid))


def _told(error: Any) -> str:
    where = ".".join(str(part) for part in error["loc"])
    return f"{where}: {error['msg']}" if where else str(error["msg"])


def _values(cells: Mapping[str, str]) -> dict[str, Any]:
    role = cells["role"].lower()
    values: dict[str, Any] = {"role": ROLES.get(role, role)}
    for name in ("capacity", "minimum", "topic"):
        if cells.get(name):
            values[name] = cells[name]
    if cells.get("shortlist"):
        values["shortlist"] = [one.strip() for one in cells["shortlist"].split(";") if one.strip()]
    if cells.get("topic_places"):
        values["topic_places"] = dict(_topic_places(cells["topic_places"]))
    if cells.get("paused"):
        values["paused"] = cells["paused"].lower() in YES
    return values


def _topic_places(cell: str) -> Iterator[tuple[str, str]]:
    for one in cell.split(";"):
        topic, colon, places = one.strip().rpartition(":")
        if not colon or not places.strip().isdigit():
            raise ValueError(f"topic_places: {one.strip()!r} is not written as topic:2.")
        yield topic.strip(), places.strip()


def written(kind: SheetFormat, sheets: Mapping[str, Sequence[Mapping[str, Cell]]]) -> bytes:
    """Rows as a file: a CSV file holds the first sheet alone, a workbook all. Rows of one have the same columns."""
    return _as_csv(next(iter(sheets.values()))) if kind == "csv" else _as_workbook(sheets)


def harmless(cell: Cell) -> Cell:
    """The cell as no spreadsheet takes it for a formula.

    >>> harmless("=1+1"), harmless("韩小宁"), harmless(-3)
    ("'=1+1", '韩小宁', -3)
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def _as_csv(rows: Sequence[Mapping[str, Cell]]) -> bytes:
    stream = io.StringIO()
    if rows:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows({name: harmless(cell) for name, cell in row.items()} for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def _as_workbook(sheets: Mapping[str, Sequence[Mapping[str, Cell]]]) -> bytes:
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        heading = book.add_format({"bold": True})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for column, title in enumerate(rows[0] if rows else ()):
                sheet.write_string(0, column, title, heading)
            for line, row in enumerate(rows, start=1):
                for column, cell in enumerate(row.values()):
                    if isinstance(cell, bool | str):
                        sheet.write_string(line, column, str(cell))
                    elif cell is not None:
                        sheet.write_number(line, column, cell)
    return stream.getvalue()
