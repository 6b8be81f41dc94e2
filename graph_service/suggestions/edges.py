"""Reads a network from a file of edges: two columns of ids, a third of dates if there is one, a line each.

Columns are separated by commas, or by tabs or spaces. A first line that names the columns is recognised by its words,
or by a third column that is no date. Empty lines and lines that begin with # are passed over. An edge that comes again,
in whichever direction, and one from somebody to themselves count once and not at all, and are reported.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import numpy as np

from graph_service.directory.dates import NotAPartialDate, months_of
from graph_service.suggestions.history import UNKNOWN, History, history_of

HEADER_WORDS = frozenset(
    (
        *("a", "b", "u", "v", "from", "to", "source", "target", "src", "dst", "head", "tail", "start", "end"),
        *("node", "node1", "node2", "node_1", "node_2", "id1", "id2", "id_1", "id_2", "person", "friend"),
        *("user", "user1", "user2"),
    )
)


class EdgesRefused(Exception):
    """The file of edges cannot be read; `remedy` says what to do."""

    remedy = "Write one edge a line: two ids, and a date such as 2019, 2019-07 or 2019-07-15 if there is one."


class Edges(NamedTuple):
    """A network and what was wrong with its file."""

    history: History
    duplicates: int
    self_loops: int


def read_edges(path: Path) -> Edges:
    """The network of that file. Raises EdgesRefused, with the line."""
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise EdgesRefused(f"{path} is not a text in UTF-8: {wrong.reason} at byte {wrong.start}.") from wrong
    rows = _rows(path, text)
    if not rows:
        raise EdgesRefused(f"{path} has no edges.")
    earliest: dict[tuple[str, str], int] = {}
    self_loops = 0
    for a, b, since in rows:
        if a == b:
            self_loops += 1
            continue
        pair = (a, b) if a < b else (b, a)
        before = earliest.get(pair, UNKNOWN)
        earliest[pair] = since if before == UNKNOWN else before if since == UNKNOWN else min(before, since)
    return Edges(_history(earliest), len(rows) - self_loops - len(earliest), self_loops)


def _rows(path: Path, text: str) -> list[tuple[str, str, int]]:
    rows: list[tuple[str, str, int]] = []
    first = True
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        cells = [cell.strip().strip('"') for cell in line.split(",")] if "," in line else line.split()
        if first and _is_header(cells):
            first = False
            continue
        first = False
        rows.append(_row(f"{path}, line {number}", cells))
    return rows


def _is_header(cells: list[str]) -> bool:
    if len(cells) >= 2 and all(cell.lower() in HEADER_WORDS for cell in cells[:2]) and cells[0] != cells[1]:
        return True
    return len(cells) == 3 and not re.match(r"\d{4}", cells[2]) and cells[2] != "" and cells[2].isalpha()


def _row(where: str, cells: list[str]) -> tuple[str, str, int]:
    if len(cells) not in (2, 3):
        raise EdgesRefused(f"{where}: {len(cells)} columns; there have to be two, or three with a date.")
    a, b = cells[:2]
    if not a or not b:
        raise EdgesRefused(f"{where}: an id is missing.")
    if len(cells) == 2 or not cells[2]:
        return a, b, UNKNOWN
    try:
        return a, b, months_of(cells[2])[0]
    except NotAPartialDate as wrong:
        raise EdgesRefused(f"{where}: {cells[2]!r} is no date; write 2019, 2019-07 or 2019-07-15.") from wrong


def _history(edges: dict[tuple[str, str], int]) -> History:
    ids = sorted({end for pair in edges for end in pair})
    numbers = {name: number for number, name in enumerate(ids)}
    columns = np.array([(numbers[a], numbers[b], since) for (a, b), since in edges.items()], dtype=np.int64)
    a, b, since = columns.reshape(len(edges), 3).T
    return history_of([])._replace(ids=ids, a=a, b=b, since=since, intake=np.full(len(ids), UNKNOWN, dtype=np.int64))
