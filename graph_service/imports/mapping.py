"""Mapping files: how files of any shape feed the tables, without code. docs/import.md describes them.

A mapping is YAML. For every table it lists feeds; a feed takes the rows of one file, leaves out those that `where` does
not let through, joins columns of other files, and fills the table's columns from templates, constants and value maps.
The files are read whole, and every row keeps the line it stands on, so that findings and the quarantine name the
file that the school knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import polars as pl
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graph_service.imports.arranging import Arrangement, Feed, require_alumni
from graph_service.imports.errors import MappingInvalid
from graph_service.imports.reading import LINE, Block, Ragged, Source, SourceFile
from graph_service.imports.tables import TABLES, Table

_FIELD = re.compile(r"\{([^{}]+?)(\?)?\}")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Where(_Part):
    """A condition on one column of the file. A row stays when it meets all conditions of its feed."""

    column: str
    equals: str | None = None
    one_of: tuple[str, ...] | None = Field(None, alias="in")
    differs: str | None = Field(None, alias="not")
    present: bool | None = None

    def keeps(self) -> pl.Expr:
        """True where a row stays."""
        cell = pl.col(self.column).str.strip_chars()
        kept: list[pl.Expr] = [pl.lit(True)]
        if self.equals is not None:
            kept.append(cell == self.equals)
        if self.one_of is not None:
            kept.append(cell.is_in(list(self.one_of)))
        if self.differs is not None:
            kept.append(cell.ne_missing(pl.lit(self.differs)))
        if self.present is not None:
            kept.append((cell.fill_null("") != "") == self.present)
        return pl.all_horizontal(kept).fill_null(False)


class Value(_Part):
    """How a cell is made: a constant, or a template that is looked up in `values` when there are any."""

    value: str | None = None
    template: str | None = None
    values: Mapping[str, str] | None = None
    default: str | None = None


class Join(_Part):
    """Columns of another file, as `name.column`: those of its row whose `match` columns are equal."""

    file: str
    name: str = Field(alias="as")
    match: Mapping[str, str]
    where: tuple[Where, ...] = ()
    join: tuple[Join, ...] = ()
    order: tuple[str, ...] = ()
    take: Literal["first", "last"] = "first"


Cell = Annotated[str | Value | tuple[str | Value, ...], Field(union_mode="left_to_right")]


class FeedOf(_Part):
    """One file feeding one table."""

    file: str
    columns: Mapping[str, Cell]
    where: tuple[Where, ...] = ()
    join: tuple[Join, ...] = ()
    unique: bool = False


class MappingFile(_Part):
    """A whole mapping file."""

    about: str = ""
    tables: Mapping[str, tuple[FeedOf, ...]]


def read_mapping(path: Path) -> MappingFile:
    """The mapping of a YAML file. Raises MappingInvalid with the place and the reason."""
    try:
        return MappingFile.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except OSError as error:
        raise MappingInvalid(f"{path}: the mapping cannot be read ({error.strerror}).") from error
    except yaml.YAMLError as error:
        raise MappingInvalid(f"{path.name}: this is not YAML: {error}") from error
    except UnicodeDecodeError as error:
        raise MappingInvalid(f"{path.name}: save the mapping as UTF-8.") from error
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:5])
        raise MappingInvalid(f"{path.name}: {wrong}. docs/import.md shows how a mapping is written.") from error


def arrange_mapped(source: Source, mapping: MappingFile, name: str) -> Arrangement:
    """The feeds of a source by a mapping. Raises MappingInvalid, TableMissing."""
    mapper = _Mapper(source, name)
    feeds: list[Feed] = []
    unknown = sorted(set(mapping.tables) - {table.name for table in TABLES})
    if unknown:
        raise MappingInvalid(
            f"{name}: there is no table {unknown[0]!r}. The tables are {', '.join(t.name for t in TABLES)}."
        )
    for table in TABLES:
        feeds += [mapper.feed(table, feed) for feed in mapping.tables.get(table.name, ())]
    require_alumni(source.name, feeds)
    used = mapper.used
    notes = [
        f"{file.name}: passed over; the mapping does not speak of it" for file in source.files if file.name not in used
    ]
    notes += [
        f"{entry}: passed over; only CSV files and the sheets of a workbook are read" for entry in source.passed_over
    ]
    return Arrangement(tuple(feeds), (*notes, *mapper.notes))


class _Mapper:
    """Makes feeds from the files of one source."""

    def __init__(self, source: Source, name: str) -> None:
        self._files = {key: file for file in source.files for key in (file.stem, file.name)}
        self._name = name
        self._whole: dict[str, pl.DataFrame] = {}
        self._ragged_told: set[str] = set()
        self.used: set[str] = set()
        self.notes: list[str] = []

    def feed(self, table: Table, feed: FeedOf) -> Feed:
        """One file feeding one table."""
        file = self._file(feed.file, table.name)
        columns = {column.name for column in table.columns}
        if extra := sorted(set(feed.columns) - columns):
            raise MappingInvalid(
                f"{self._name}: {table.name} has no column {extra[0]!r}; it has {', '.join(sorted(columns))}."
            )
        required = [c.name for c in table.columns if c.required and c.name not in feed.columns]
        if required:
            raise MappingInvalid(f"{self._name}: {table.name} from {feed.file} has to fill {', '.join(required)}.")
        rows = self._joined(self._read(file, table.name), feed.join, table.name)
        kept = self._filtered(rows, feed.where, table.name)
        if kept.height < rows.height:
            self.notes.append(f"{file.name}: {rows.height - kept.height:,} rows are not meant for {table.name} (where)")
        made = kept.with_columns(
            self._cell(cell, kept, table.name).alias(_made(name)) for name, cell in feed.columns.items()
        )
        if feed.unique:
            made = made.unique([_made(name) for name in feed.columns], keep="first", maintain_order=True)
        frame = _named(made, tuple(feed.columns))
        block = Block(frame, self._ragged(file))
        return Feed(table, file.name, {n: n for n in feed.columns}, lambda: iter([block]), file, frame.height)

    def _ragged(self, file: SourceFile) -> list[Ragged]:
        """The rows that do not fit their heading, told once for a file that feeds several tables."""
        if file.name in self._ragged_told:
            return []
        self._ragged_told.add(file.name)
        return [row for block in file.blocks() for row in block.ragged]

    def _file(self, name: str, where: str) -> SourceFile:
        file = self._files.get(name) or self._files.get(name.removesuffix(".csv"))
        if file is None:
            there = ", ".join(sorted({f.name for f in self._files.values()}))
            raise MappingInvalid(f"{self._name}: {where} wants the file {name!r}, and there is {there or 'none'}.")
        self.used.add(file.name)
        return file

    def _read(self, file: SourceFile, where: str) -> pl.DataFrame:
        if file.name not in self._whole:
            frames = [block.frame for block in file.blocks()]
            schema: dict[str, Any] = {**dict.fromkeys(file.headings, pl.String), LINE: pl.UInt32}
            empty = pl.DataFrame(schema=schema)
            self._whole[file.name] = pl.concat([empty, *(frame.select(empty.columns) for frame in frames)])
        return self._whole[file.name]

    def _joined(self, rows: pl.DataFrame, joins: Sequence[Join], where: str) -> pl.DataFrame:
        for join in joins:
            other = self._joined(self._read(self._file(join.file, where), where), join.join, where)
            other = self._filtered(other, join.where, where)
            self._need(rows, join.match.keys(), where)
            self._need(other, join.match.values(), where)
            if join.order:
                names = [name.removeprefix("-") for name in join.order]
                self._need(other, names, where)
                other = other.sort(names, descending=[n.startswith("-") for n in join.order], maintain_order=True)
            other = other.unique(list(join.match.values()), keep=join.take, maintain_order=True)
            right = {name: f"{join.name}.{name}" for name in other.columns if name != LINE}
            other = other.drop(LINE).rename(right)
            keys = {mine: right[theirs] for mine, theirs in join.match.items()}
            rows = rows.join(
                other,
                left_on=list(keys),
                right_on=list(keys.values()),
                how="left",
                coalesce=False,
                maintain_order="left",
            )
        return rows

    def _filtered(self, rows: pl.DataFrame, conditions: Sequence[Where], where: str) -> pl.DataFrame:
        self._need(rows, [condition.column for condition in conditions], where)
        return rows.filter([condition.keeps() for condition in conditions]) if conditions else rows

    def _need(self, rows: pl.DataFrame, names: Iterator[str] | Sequence[str] | Any, where: str) -> None:
        for name in names:
            if name not in rows.columns or name == LINE:
                there = ", ".join(column for column in rows.columns if column != LINE)
                raise MappingInvalid(f"{self._name}: {where} speaks of the column {name!r}, and there is {there}.")

    # --- cells --------------------------------------------------------------------------------------------------------

    def _cell(self, cell: Cell, rows: pl.DataFrame, where: str) -> pl.Expr:
        """The first of the given ways to make the cell that gives something."""
        ways = cell if isinstance(cell, tuple) else (cell,)
        return pl.coalesce(*(self._way(way, rows, where) for way in ways), pl.lit(None, pl.String))

    def _way(self, way: str | Value, rows: pl.DataFrame, where: str) -> pl.Expr:
        if isinstance(way, str):
            return self._template(way, rows, where)
        if way.value is not None:
            return pl.lit(way.value)
        if way.template is None:
            raise MappingInvalid(f"{self._name}: {where} has a cell with neither `value` nor `template`.")
        made = self._template(way.template, rows, where)
        if way.values is None:
            return made
        default = pl.lit(way.default, pl.String)
        return made.replace_strict(dict(way.values), default=default, return_dtype=pl.String)

    def _template(self, text: str, rows: pl.DataFrame, where: str) -> pl.Expr:
        """The text with `{column}` filled in; nothing when such a column is empty, unless it is written `{column?}`."""
        parts: list[pl.Expr] = []
        at = 0
        for match in _FIELD.finditer(text):
            parts.append(pl.lit(text[at : match.start()]))
            self._need(rows, [match[1]], where)
            cell = pl.col(match[1]).str.strip_chars()
            cell = pl.when(cell != "").then(cell)
            parts.append(cell.fill_null("") if match[2] else cell)
            at = match.end()
        parts.append(pl.lit(text[at:]))
        return pl.concat_str(parts).str.strip_chars()


def _made(name: str) -> str:
    return f"\0made {name}"


def _named(made: pl.DataFrame, columns: tuple[str, ...]) -> pl.DataFrame:
    """The table's columns under their names; those of the files stay beside them, so that every cell is looked at."""
    own = [name for name in made.columns if name != LINE and not name.startswith("\0made ")]
    renamed = {name: f"{name} (of the file)" if name in columns else name for name in own}
    return made.rename({**renamed, **{_made(name): name for name in columns}})
