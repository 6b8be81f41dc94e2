"""A network from files: one of nodes with their attributes, one of edges, CSV with a heading line.

The rules, each of which a report tells the count of:

- The first column of the nodes is the id, the first two of the edges are the ends. Ids are text: `01` is not `1`;
  only spaces around one are taken off. Other columns of the nodes are attributes. Of the other columns of the edges,
  `weight` and `since` are read, and the rest is passed over.
- An edge of a node with itself is dropped. One that comes again, in whichever direction, counts once, with the earliest
  of its dates; when its weights differ it is refused, because there is no telling which is meant.
- An id in the edges that is not among the nodes is refused, or added, or its edges are dropped, as the caller says.
- A weight is a number from 1e-100 to 1e100. A date is `2019`, `2019-07` or `2019-07-15`, and may be missing.
- A cell that is empty, or that says what the caller says means missing, is a missing value: null, never a category.

What is against the rules is refused with the file and the line. Reading and its encodings (UTF-8, UTF-16, GB18030), the
separators and the quotation marks are those of an import.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
import polars as pl

from graph_service.analysis.errors import FileRefused, OptionRefused
from graph_service.analysis.network import Network
from graph_service.directory.dates import NotAPartialDate, months_of
from graph_service.imports.errors import ImportRefused
from graph_service.imports.reading import CSV_SUFFIXES, LINE, SourceFile, open_source

if TYPE_CHECKING:
    from numpy.typing import NDArray

Unknown = Literal["refuse", "add", "drop"]

ONE, OTHER = "\0one", "\0other"
WEIGHT, SINCE = "\0weight", "\0since"
COLUMNS = {
    WEIGHT: ("weight", "weights", "strength", "权重"),
    SINCE: ("since", "date", "month", "year", "time", "时间"),
}
UNKNOWN_MONTH = -1
LIGHTEST, HEAVIEST = 1e-100, 1e100
SPACES = " \t\u3000\ufeff"
WHOLE = r"^-?(?:0|[1-9][0-9]{0,17})$"
DECIMAL = r"^-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$"


@dataclass(frozen=True)
class Choice:
    """What a caller chooses of files: the attributes (None: all that can be one), what means missing, unknown ids."""

    attributes: tuple[str, ...] | None = None
    missing: tuple[str, ...] = ()
    unknown: Unknown = "refuse"


class _Ends(NamedTuple):
    """Edges as the file has them, by position, with the line of each."""

    lines: NDArray[np.int64]
    ends: NDArray[np.int64]
    weights: NDArray[np.float64] | None
    months: NDArray[np.int32] | None


def read_network(nodes: Path | None, edges: Path, choice: Choice | None = None) -> Network:
    """The network of two files; without one of nodes, those that the edges name, in the order of their coming.

    Raises FileRefused with the file and the line, and OptionRefused for an attribute that is not there.
    """
    choice = choice or Choice()
    origin: dict[str, Any] = {"kind": "files", "nodes_file": nodes.name if nodes else None, "edges_file": edges.name}
    edges_source = _opened(edges, 2, "edges: two columns with the ids of both ends")
    if nodes is not None:
        table, unknown = _nodes(nodes, choice, origin), choice.unknown
    elif choice.attributes:
        raise OptionRefused("Attributes are columns of a file of nodes.", "Name it: --nodes FILE.")
    else:
        table, unknown = pl.DataFrame({"id": pl.Series([], dtype=pl.String)}), "add"
    ids, found = _edges(edges, edges_source, table.to_series(0), unknown, origin)
    attributes = table.drop(table.columns[0])
    if attributes.width and len(ids) > attributes.height:
        attributes = pl.concat([attributes, attributes.clear(len(ids) - attributes.height)])
    merged = _merged(edges, found, len(ids), origin)
    return Network(tuple(ids.to_list()), merged.ends, merged.weights, merged.months, attributes, origin)


def _opened(path: Path, columns: int, what: str) -> SourceFile:
    remedy = f"Give a CSV file of {what}, with a heading line."
    if not path.is_file():
        raise FileRefused(path, None, "there is no such file.", remedy)
    if path.suffix.lower() not in CSV_SUFFIXES:
        raise FileRefused(path, None, f"this is none of {', '.join(CSV_SUFFIXES)}.", remedy)
    try:
        (source,) = open_source(path).files
    except ImportRefused as wrong:
        raise FileRefused(path, None, str(wrong), remedy) from wrong
    if not source.headings:
        raise FileRefused(path, None, "it is empty; there is not even a heading line.", remedy)
    if len(source.headings) < columns:
        raise FileRefused(path, 1, f"the heading has {len(source.headings)} column, not {columns}.", remedy)
    return source


def _no_heading(path: Path, *cells: str) -> FileRefused:
    said = " and ".join(repr(cell) for cell in cells)
    return FileRefused(
        path, 1, f"{said} stand where the heading has to be.", "Put a line with the columns' names before the first."
    )


def _rows(path: Path, source: SourceFile, columns: Sequence[str]) -> pl.DataFrame:
    """LINE and these columns of all rows that say anything, trimmed, empty cells as null."""
    frames = [pl.DataFrame(schema={LINE: pl.Int64, **dict.fromkeys(columns, pl.String)})]
    trimmed = [pl.col(name).str.strip_chars(SPACES).replace("", None).alias(name) for name in columns]
    try:
        for block in source.blocks():
            for line, cells in block.ragged:
                raise FileRefused(
                    path,
                    line,
                    f"{len(cells)} cells; the heading has {len(source.headings)}.",
                    "Give every line as many cells as the heading has; quote a cell that has a separator in it.",
                )
            rows = block.frame.select(pl.col(LINE).cast(pl.Int64), *trimmed)
            frames.append(rows.filter(~pl.all_horizontal(pl.col(columns).is_null())))
    except ImportRefused as wrong:
        raise FileRefused(path, None, str(wrong), "Save it again as CSV in UTF-8.") from wrong
    return pl.concat(frames)


# --- nodes ----------------------------------------------------------------------------------------------------------


def _nodes(path: Path, choice: Choice, origin: dict[str, Any]) -> pl.DataFrame:
    """The ids, in the first column, and the attributes that were chosen."""
    source = _opened(path, 1, "nodes: the id first, then attributes")
    first, *others = source.headings
    if re.fullmatch(WHOLE, first):
        raise _no_heading(path, first)
    for name in choice.attributes or ():
        if name not in others:
            raise OptionRefused(
                f"{path} has no column named {name!r} for an attribute.",
                f"Its columns beside the id: {', '.join(others)}." if others else "It has ids alone.",
            )
    wanted = others if choice.attributes is None else list(dict.fromkeys(choice.attributes))
    rows = _rows(path, source, [first, *wanted])
    _check_ids(path, rows, first)
    columns = [typed(rows[name], choice.missing) for name in wanted]
    kept = columns if choice.attributes else [column for column in columns if not _only_names(column)]
    origin.update(
        attributes=[column.name for column in kept],
        columns_left_out=[name for name in others if name not in {column.name for column in kept}],
        missing=list(choice.missing),
    )
    return pl.DataFrame([rows[first], *kept])


def _check_ids(path: Path, rows: pl.DataFrame, first: str) -> None:
    if rows[first].null_count():
        line = rows.filter(pl.col(first).is_null())[LINE][0]
        raise FileRefused(path, line, "the id is missing.", "The first column is the id; every node needs one.")
    if rows[first].n_unique() < rows.height:
        again = rows.filter(~pl.col(first).is_first_distinct()).row(0, named=True)
        before = rows.filter(pl.col(first) == again[first])[LINE][0]
        raise FileRefused(
            path,
            again[LINE],
            f"{again[first]!r} is the id of line {before} already.",
            "Ids are text in the first column, each once.",
        )


def typed(values: pl.Series, missing: Sequence[str] = ()) -> pl.Series:
    """A column of text as numbers when every value is one, else as it is; what means missing becomes null.

    What means missing is compared as text, and in a column of numbers as a number too. Numbers with leading zeros are
    text, and so are words such as `nan`.

    >>> typed(pl.Series("year", ["2004", "0", None, "2006"]), ["0"]).to_list()
    [2004, None, None, 2006]
    >>> typed(pl.Series("dorm", ["01", "7"])).to_list()
    ['01', '7']
    """
    values = values.set(values.is_in(list(missing)), None)
    for pattern, kind in ((WHOLE, pl.Int64), (DECIMAL, pl.Float64)):
        if values.null_count() < len(values) and values.str.contains(pattern).all():
            numbers = values.cast(kind)
            if not numbers.cast(pl.Float64).is_finite().all() or (kind == pl.Float64 and _padded(values)):
                return values
            wanted = [float(text) for text in missing if _is_number(text)]
            return numbers.set(numbers.cast(pl.Float64).is_in(wanted), None)
    return values


def _padded(values: pl.Series) -> bool:
    return bool(values.str.contains(r"^-?0[0-9]").any())


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _only_names(column: pl.Series) -> bool:
    """Whether every value is a text of its own, such as a name or an address: nothing that nodes could share."""
    present = column.drop_nulls()
    return column.dtype == pl.String and len(present) > 1 and present.n_unique() == len(present)


# --- edges ----------------------------------------------------------------------------------------------------------


def _edges(
    path: Path, source: SourceFile, ids: pl.Series, unknown: Unknown, origin: dict[str, Any]
) -> tuple[pl.Series, _Ends]:
    """The ids with those that were added, and the edges by position."""
    names = _columns(source.headings)
    if all(end in ids or re.fullmatch(WHOLE, end) for end in source.headings[:2]):
        raise _no_heading(path, *source.headings[:2])
    rows = _rows(path, source, list(names.values())).rename({name: key for key, name in names.items()})
    ends = rows.select(ONE, OTHER)
    for key in (ONE, OTHER):
        if ends[key].null_count():
            line = rows.filter(pl.col(key).is_null())[LINE][0]
            raise FileRefused(path, line, "an id is missing.", "The first two columns are the ids of both ends.")
    known = _with_unknown(ids, ends) if unknown == "add" else ids
    named = pl.Enum(known)
    places = ends.select(pl.all().cast(named, strict=False).to_physical().cast(pl.Int64))
    there = (places[ONE].is_not_null() & places[OTHER].is_not_null()).rename("there")
    if unknown == "refuse" and not there.all():
        row = rows.filter(~there).row(0, named=True)
        raise _unknown_id(path, row[LINE], next(row[key] for key in (ONE, OTHER) if row[key] not in known))
    origin.update(edge_lines=rows.height, unknown_ids_added=len(known) - len(ids))
    origin.update(edges_of_unknown_ids=int((~there).sum()))
    rows, places = rows.filter(there), places.filter(there)
    weights = _weights(path, rows) if WEIGHT in names else None
    months = _months(path, rows) if SINCE in names else None
    return known, _Ends(rows[LINE].to_numpy(), places.to_numpy(), weights, months)


def _columns(headings: Sequence[str]) -> dict[str, str]:
    """What is read of a file of edges: the ends, the weight and the date, each with the heading of its column."""
    columns = {ONE: headings[0], OTHER: headings[1]}
    for key, words in COLUMNS.items():
        named = [name for name in headings[2:] if name.lower() in words]
        if named:
            columns[key] = named[0]
    return columns


def _with_unknown(ids: pl.Series, ends: pl.DataFrame) -> pl.Series:
    """The ids, then those that edges alone name in the order of their coming."""
    coming = ends.select(pl.concat_list(ONE, OTHER).alias("id")).to_series().explode() if ends.height else ends[ONE]
    return pl.concat([ids.alias("id"), coming.alias("id")]).unique(maintain_order=True)


def _unknown_id(path: Path, line: int, name: str) -> FileRefused:
    return FileRefused(
        path,
        line,
        f"{name!r} is not among the nodes.",
        "Add it to the file of nodes, or say what to do with such ids: --unknown add, or --unknown drop.",
    )


def _weights(path: Path, rows: pl.DataFrame) -> NDArray[np.float64] | None:
    """The weights; None when no edge has one or all are 1.

    Raises FileRefused for one that is no number above 0, or so far from 1 that sums and squares of such leave what a
    computer can tell.
    """
    if rows[WEIGHT].null_count() == rows.height:
        return None
    numbers = rows[WEIGHT].cast(pl.Float64, strict=False)
    good = (numbers.is_finite() & (numbers > 0)).fill_null(value=False)
    if not good.all():
        line, text = rows.filter(~good).select(LINE, WEIGHT).row(0)
        wrong = "the weight is missing." if text is None else f"the weight {text!r} is not a number above 0."
        raise FileRefused(path, line, wrong, "Give every edge a weight above 0, or leave the column out.")
    extreme = ~numbers.is_between(LIGHTEST, HEAVIEST)
    if extreme.any():
        line, text = rows.filter(extreme).select(LINE, WEIGHT).row(0)
        wrong = f"the weight {text!r} is not from {LIGHTEST:g} to {HEAVIEST:g}."
        raise FileRefused(path, line, wrong, "Measure weights in a unit that keeps them nearer to 1.")
    weights = numbers.to_numpy()
    return None if (weights == 1).all() else weights


def _months(path: Path, rows: pl.DataFrame) -> NDArray[np.int32] | None:
    """The first month that each date means; None when no edge has one. Raises FileRefused for what is no date."""
    texts = rows[SINCE].unique().drop_nulls().to_list()
    months: dict[str, int] = {}
    for text in texts:
        try:
            months[text] = months_of(text)[0]
        except NotAPartialDate:
            line = rows.filter(pl.col(SINCE) == text)[LINE][0]
            wrong = f"{text!r} is no date."
            raise FileRefused(path, line, wrong, "Write 2019, 2019-07 or 2019-07-15, or nothing.") from None
    if not months:
        return None
    dated = rows[SINCE].replace_strict(months, default=UNKNOWN_MONTH, return_dtype=pl.Int32)
    return dated.to_numpy()


def _merged(path: Path, found: _Ends, order: int, origin: dict[str, Any]) -> _Ends:
    """Each pair once, the smaller end first, in ascending order; counts what was dropped."""
    low, high = found.ends.min(axis=1, initial=order), found.ends.max(axis=1, initial=-1)
    loops = low == high
    keys = (low * order + high)[~loops]
    pairs, first, which = _unique(keys)
    turned = (found.ends[:, 0] > found.ends[:, 1])[~loops]
    origin.update(
        self_loops_dropped=int(loops.sum()),
        repeated_edges_merged=len(keys) - len(pairs),
        reversed_among_them=int((turned != turned[first][which]).sum()) if len(keys) else 0,
    )
    lines = found.lines[~loops]
    weights = None if found.weights is None else found.weights[~loops]
    if weights is not None and (differs := weights != weights[first][which]).any():
        raise _two_weights(path, lines, weights, int(np.flatnonzero(differs)[0]), first[which])
    months = None if found.months is None else _earliest(found.months[~loops], which, len(pairs))
    ends = np.stack([pairs // order, pairs % order], axis=1) if len(pairs) else np.zeros((0, 2), dtype=np.int64)
    return _Ends(lines[first], ends, None if weights is None else weights[first], months)


def _unique(
    keys: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """As `numpy.unique` with first places and inverse, at once when the file is in order already."""
    if (keys[1:] > keys[:-1]).all():
        places = np.arange(len(keys))
        return keys, places, places
    return np.unique(keys, return_index=True, return_inverse=True)


def _two_weights(
    path: Path, lines: NDArray[np.int64], weights: NDArray[np.float64], row: int, firsts: NDArray[np.int64]
) -> FileRefused:
    before = firsts[row]
    return FileRefused(
        path,
        int(lines[row]),
        f"the edge of line {lines[before]} again, with the weight {weights[row]:g} instead of {weights[before]:g}.",
        "Keep one of the lines, or add their weights up.",
    )


def _earliest(months: NDArray[np.int32], which: NDArray[np.int64], pairs: int) -> NDArray[np.int32]:
    never = np.iinfo(np.int32).max
    earliest = np.full(pairs, never, dtype=np.int32)
    np.minimum.at(earliest, which, np.where(months == UNKNOWN_MONTH, never, months))
    earliest[earliest == never] = UNKNOWN_MONTH
    return earliest
