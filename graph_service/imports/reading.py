"""Reads what a school brings: a folder or a zip of CSV files, or one XLSX workbook, as blocks of text cells.

Every cell is text, and every row knows the line it begins on. A CSV file is read in blocks of some megabytes: one
without a quotation mark is split as columns, one with them goes through Python's csv module, which knows about quoted
line breaks; both give the same rows. Nothing is unpacked to disk.
"""

from __future__ import annotations

import codecs
import csv
import datetime
import hashlib
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple, cast

import polars as pl
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, ZipError

from graph_service.imports.errors import SourceDamaged, SourceTooLarge, SourceUnreadable

LINE = "\0line"
BLOCK_BYTES = 8_000_000
SEPARATORS = (",", ";", "\t")
CSV_SUFFIXES = (".csv", ".tsv", ".txt")
MOST_UNPACKED_BYTES = 16_000_000_000
MOST_WORKBOOK_BYTES = 1_000_000_000
MOST_RATIO = 250
SMALL_BYTES = 50_000_000
MOST_ENTRIES = 1_000
LONGEST_CELL = 131_072
LONGEST_LINE = 64_000_000
# What polars takes off the beginning of a text, and texts that begin as packed ones do, which it would unpack.
TAKEN_FOR_ANOTHER_FORMAT = ("\ufeff", "x\x01", "x^")
# A spreadsheet keeps 15 digits of a number; a longer one has lost its end.
EXACT_DIGITS = 15


class Block(NamedTuple):
    """Some rows of a file: `frame` has a text column for each heading, and LINE; `ragged` the rows that do not fit."""

    frame: pl.DataFrame
    ragged: list[Ragged]


class Ragged(NamedTuple):
    """A row that has more or fewer cells than the heading."""

    line: int
    cells: list[str]


class SourceFile(NamedTuple):
    """One file or sheet: its name, its headings, about how many lines it has, and its rows, read anew each time."""

    name: str
    stem: str
    headings: tuple[str, ...]
    lines: int
    blocks: Callable[[], Iterator[Block]]


class Source(NamedTuple):
    """Everything that was brought: its files, what was passed over and why, and a digest of its bytes."""

    name: str
    files: tuple[SourceFile, ...]
    passed_over: tuple[str, ...]
    digest: str


class _Bytes(NamedTuple):
    name: str
    size: int
    open: Callable[[], BinaryIO]


def open_source(path: Path) -> Source:
    """The files of a folder, a zip, a workbook or a single CSV file.

    Raises SourceUnreadable, SourceDamaged or SourceTooLarge, with the file and the line where there is one.
    """
    if path.is_dir():
        return _from_folder(path)
    if not path.is_file():
        raise SourceUnreadable(
            f"{path}: there is no such file or folder. Give a folder or a .zip of CSV files, or an .xlsx workbook."
        )
    suffix = path.suffix.lower()
    if suffix == ".zip":
        return _from_zip(path)
    if suffix in (".xlsx", ".xlsm"):
        return _from_workbook(path)
    if suffix in CSV_SUFFIXES:
        entry = _Bytes(path.name, path.stat().st_size, lambda: path.open("rb"))
        return Source(path.stem, (_csv_file(entry),), (), _digest([entry]))
    raise SourceUnreadable(
        f"{path.name}: a {suffix or 'file without an ending'} is not read here. Save it as .xlsx or as CSV."
    )


def _from_folder(folder: Path) -> Source:
    entries: list[_Bytes] = []
    passed_over: list[str] = []
    for path in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if path.name.startswith((".", "~$")):
            continue
        if path.is_file() and path.suffix.lower() in CSV_SUFFIXES:
            entries.append(_Bytes(path.name, path.stat().st_size, lambda path=path: path.open("rb")))
        else:
            passed_over.append(path.name)
    return _of_csv(folder.resolve().name, entries, passed_over)


def _of_csv(name: str, entries: Sequence[_Bytes], passed_over: Sequence[str]) -> Source:
    files = tuple(_csv_file(entry) for entry in entries)
    return Source(name, files, tuple(passed_over), _digest(entries))


def _digest(entries: Sequence[_Bytes]) -> str:
    total = hashlib.sha256()
    for entry in entries:
        with entry.open() as stream:
            content = hashlib.sha256()
            while chunk := stream.read(BLOCK_BYTES):
                content.update(chunk)
        total.update(f"{entry.name}\0{content.hexdigest()}\n".encode())
    return total.hexdigest()


# --- zip ------------------------------------------------------------------------------------------------------------


def _from_zip(path: Path) -> Source:
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError) as error:
        raise SourceDamaged(f"{path.name}: this is no readable zip archive ({error}). Make it again.") from error
    entries: list[_Bytes] = []
    passed_over: list[str] = []
    infos = [info for info in archive.infolist() if not info.is_dir()]
    _check_archive(path.name, infos)
    for info in infos:
        name = _entry_name(path.name, info)
        base = PurePosixPath(name).name
        if base.startswith((".", "~$")) or name.startswith("__MACOSX/"):
            continue
        if PurePosixPath(base).suffix.lower() in CSV_SUFFIXES:
            entries.append(_Bytes(base, info.file_size, lambda info=info: _open_entry(archive, path.name, info)))
        else:
            passed_over.append(name)
    try:
        return _of_csv(path.stem, sorted(entries), passed_over)
    except (zipfile.BadZipFile, EOFError, OSError, zlib.error) as error:
        raise SourceDamaged(f"{path.name}: the archive is damaged ({error}). Make it again.") from error


def _open_entry(archive: zipfile.ZipFile, name: str, info: zipfile.ZipInfo) -> BinaryIO:
    try:
        return cast(BinaryIO, archive.open(info))
    except (NotImplementedError, RuntimeError) as error:
        raise SourceDamaged(
            f"{name}: {info.filename} cannot be unpacked ({error}). Make the archive without a password."
        ) from error


def _check_archive(name: str, infos: Sequence[zipfile.ZipInfo], most: int = MOST_UNPACKED_BYTES) -> None:
    unpacked = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    if len(infos) > MOST_ENTRIES:
        raise SourceTooLarge(
            f"{name}: {len(infos)} files in one archive; at most {MOST_ENTRIES} are read. Pack the tables alone."
        )
    if unpacked > most or (unpacked > SMALL_BYTES and unpacked > packed * MOST_RATIO):
        raise SourceTooLarge(
            f"{name}: it unpacks to {unpacked // 1_000_000} MB, more than is read. "
            "Unpack it, look at it, and give the folder."
        )


def _entry_name(archive: str, info: zipfile.ZipInfo) -> str:
    name = info.filename
    if not info.flag_bits & 0x800 and not name.isascii():
        # Windows packs Chinese names in its own code page without saying so.
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if ".." in parts or name.startswith(("/", "\\")) or (parts and parts[0].endswith(":")):
        raise SourceDamaged(
            f"{archive}: it holds a file named {name!r}, which leads out of the archive. "
            "Make it again from the tables alone."
        )
    return name.replace("\\", "/")


# --- CSV ------------------------------------------------------------------------------------------------------------


def _csv_file(entry: _Bytes) -> SourceFile:
    encoding, lines = _encoding(entry)
    with entry.open() as stream:
        first = next(_texts(stream, entry.name, encoding), "")
    heading_lines, separator, headings = _heading(first)
    names = _unique(headings)

    shape = _Shape(heading_lines, separator, names)

    def blocks() -> Iterator[Block]:
        with entry.open() as stream:
            yield from _blocks(_texts(stream, entry.name, encoding), entry.name, shape)

    return SourceFile(entry.name, PurePosixPath(entry.name).stem, names, lines, blocks)


def _encoding(entry: _Bytes) -> tuple[str, int]:
    """The encoding and the number of lines.

    UTF-8 when all of it is, GB18030 when all of it is; a file that is neither, or UTF-8 with a fault, is damaged.
    """
    with entry.open() as stream:
        start = stream.read(4)
    if start.startswith(b"PK\x03\x04") or b"\0" in start[2:3]:
        raise SourceDamaged(
            f"{entry.name}: this is not a text file. Save it as CSV, or give the workbook itself as .xlsx."
        )
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", 0
    fault = _first_fault(entry, "utf-8")
    if isinstance(fault, int):
        return "utf-8-sig", fault
    other = _first_fault(entry, "gb18030")
    if start.startswith(codecs.BOM_UTF8) or _mostly_utf8(fault.around) or not isinstance(other, int):
        raise SourceDamaged(
            f"{entry.name}, line {fault.line}: a character is damaged: "
            "the file is neither UTF-8 nor GB18030 throughout. "
            "Save it again as CSV UTF-8."
        )
    return "gb18030", other


class _Fault(NamedTuple):
    line: int
    around: bytes


def _first_fault(entry: _Bytes, encoding: str) -> _Fault | int:
    """The first place that this encoding cannot read; the number of lines when there is none."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line, sample = 1, b""
    with entry.open() as stream:
        while chunk := stream.read(BLOCK_BYTES):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                return _Fault(line + error.object[: error.start].count(b"\n"), (sample + chunk)[-BLOCK_BYTES:])
            line += chunk.count(b"\n")
            sample = chunk[-64_000:]
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return _Fault(line, sample)
    return line


def _mostly_utf8(sample: bytes) -> bool:
    text = sample.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    right = sum(1 for character in text if ord(character) > 127) - wrong
    return right > wrong


def _texts(stream: BinaryIO, name: str, encoding: str) -> Iterator[str]:
    """The file's text in pieces that end at line ends, every line end made `\\n`."""
    decoder = codecs.getincrementaldecoder(encoding)()
    rest = ""
    while True:
        raw = stream.read(BLOCK_BYTES)
        text = rest + decoder.decode(raw, final=not raw)
        if not raw:
            break
        # A carriage return at the end may be half of a line end.
        cut = max(text.rfind("\n"), text.rfind("\r", 0, -1)) + 1
        rest = text[cut:]
        if cut == 0 and len(rest) > LONGEST_LINE:
            raise SourceDamaged(f"{name}: there is no line end in {len(rest)} characters. This is not a table.")
        if cut:
            yield _unix(text[:cut])
    if text:
        yield _unix(text)


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _heading(text: str) -> tuple[int, str, list[str]]:
    """How many lines the heading takes, the separator, and the headings."""
    lines = text.splitlines(keepends=True)
    blank = 0
    while blank < len(lines) and not lines[blank].strip():
        blank += 1
    first = lines[blank] if blank < len(lines) else ""
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(lines[blank:], delimiter=separator)
    return (blank + reader.line_num, separator, row) if (row := next(reader, None)) else (blank, separator, [])


def _unique(headings: Sequence[str]) -> tuple[str, ...]:
    """The headings, trimmed; one that is empty or there twice gets its number, so that it can be spoken of."""
    names: list[str] = []
    for number, heading in enumerate(headings, 1):
        name = " ".join(heading.split())
        if not name:
            name = f"column {number}"
        names.append(f"{name} (column {number})" if name in names else name)
    return tuple(names)


class _Shape(NamedTuple):
    """How many lines the heading of a CSV file takes, what separates its cells, and its headings."""

    heading_lines: int
    separator: str
    headings: tuple[str, ...]


def _blocks(texts: Iterator[str], name: str, shape: _Shape) -> Iterator[Block]:
    line = 1
    skip, separator, headings = shape
    for piece in texts:
        text = piece
        if skip:
            text, skipped = _without_lines(text, skip)
            skip, line = skip - skipped, line + skipped
        if not text:
            continue
        if '"' in text:
            rows, taken = _quoted_rows(text, texts, name, line, separator)
            yield _block(rows, headings)
            line += taken
        else:
            yield _plain_block(text, line, separator, headings)
            line += text.count("\n")


def _without_lines(text: str, count: int) -> tuple[str, int]:
    skipped = 0
    while skipped < count and text:
        _, _, text = text.partition("\n")
        skipped += 1
    return text, skipped


def _plain_block(text: str, line: int, separator: str, headings: tuple[str, ...]) -> Block:
    """Rows of a text without quotation marks: as many as lines."""
    width = len(headings)
    if (cells := _even_rows(text, separator, headings)) is not None:
        return Block(cells.with_row_index(LINE, offset=line), [])
    lines = pl.Series("text", [text.removesuffix("\n")]).str.split("\n").explode()
    rows = lines.to_frame().with_row_index(LINE, offset=line)
    cells = pl.col("text").str.count_matches(separator, literal=True)
    if not rows.select((cells == width - 1).all()).item():
        rows = rows.filter(pl.col("text").str.strip_chars(" \t\u3000" + separator) != "")
        # What stands beyond the last heading is no matter as long as it is empty.
        trimmed = pl.col("text").str.replace(f"(?:{separator}\\s*)+$", "")
        over = trimmed.str.count_matches(separator, literal=True) > width - 1
        wrong = (cells < width - 1) | over
        ragged = [Ragged(at, text.split(separator)) for at, text in rows.filter(wrong).iter_rows()]
        rows = rows.filter(~wrong)
    else:
        ragged = []
    if width == 1:
        return Block(rows.rename({"text": headings[0]}), ragged)
    fields = pl.col("text").str.splitn(separator, width + 1).struct.rename_fields([*headings, "\0beyond"])
    return Block(rows.select(LINE, fields).unnest("text").drop("\0beyond"), ragged)


def _even_rows(text: str, separator: str, headings: tuple[str, ...]) -> pl.DataFrame | None:
    """The cells of a text whose lines all have as many as there are headings, read at once; None for another text."""
    lines = text.count("\n") + (not text.endswith("\n"))
    even = text.count(separator) == lines * (len(headings) - 1)
    if len(headings) == 1 or not even or text.startswith(TAKEN_FOR_ANOTHER_FORMAT):
        return None
    try:
        cells = pl.read_csv(
            text.encode(),
            has_header=False,
            schema=dict.fromkeys(headings, pl.String),
            separator=separator,
            quote_char=None,
            empty_string_is_null=False,
            extra_columns="raise",
            missing_columns="raise",
        )
    except pl.exceptions.PolarsError:  # a line has more cells, and so another fewer
        return None
    return cells if cells.height == lines else None


def _quoted_rows(
    text: str, following: Iterator[str], name: str, line: int, separator: str
) -> tuple[list[tuple[int, list[str]]], int]:
    """The rows that begin in `text` with the lines they begin on; the last may need the pieces that follow.

    A row that reaches into the next piece takes all of it, so that the caller goes on where this ends.
    """
    lines = _Lines(text, following)
    reader = csv.reader(lines, delimiter=separator)
    rows: list[tuple[int, list[str]]] = []
    begins = line
    last = begins
    try:
        for row in reader:
            if row:
                rows.append((begins, row))
            last, begins = begins, line + reader.line_num
            lines.row_ended()
        if lines.ended_open:
            list(csv.reader(lines.last_row, delimiter=separator, strict=True))
    except csv.Error as error:
        if "end of data" in str(error) or "field larger" in str(error):
            raise _never_closed(name, last if lines.ended_open else begins) from error
        if not lines.ended_open:
            raise SourceDamaged(f"{name}, line {begins}: this row cannot be read as CSV ({error}).") from error
    return rows, reader.line_num


def _never_closed(name: str, line: int) -> SourceDamaged:
    return SourceDamaged(
        f"{name}, line {line}: a quotation mark opens here and the cell does not end within {LONGEST_CELL} characters. "
        "Close it, or double it when it belongs to the text."
    )


class _Lines:
    """The lines of a piece, and those of the next ones as long as a quotation mark is open at its end."""

    def __init__(self, text: str, following: Iterator[str]) -> None:
        self._following = following
        self._lines = io.StringIO(text)
        self._quotes = 0
        self._row: list[str] = []
        self.last_row: list[str] = []
        self.ended_open = False

    def row_ended(self) -> None:
        """What was read since the last call was one row."""
        self.last_row, self._row = self._row, []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._lines.readline()
        if not line:
            line = self._next_piece()
        self._quotes += line.count('"')
        self._row.append(line)
        return line

    def _next_piece(self) -> str:
        if self._quotes % 2 == 0:
            raise StopIteration
        piece = next(self._following, None)
        if piece is None:
            self.ended_open = True
            raise StopIteration
        self._lines = io.StringIO(piece)
        return self._lines.readline()


def _block(rows: Sequence[tuple[int, list[str]]], headings: tuple[str, ...]) -> Block:
    width = len(headings)
    good: list[list[str]] = []
    lines: list[int] = []
    ragged: list[Ragged] = []
    for line, cells in rows:
        if not any(cell and not cell.isspace() for cell in cells):
            continue
        if len(cells) == width:
            good.append(cells)
            lines.append(line)
        elif len(cells) > width and not any(cell.strip() for cell in cells[width:]):
            good.append(cells[:width])
            lines.append(line)
        else:
            ragged.append(Ragged(line, cells))
    columns = zip(*good, strict=True) if good else ((),) * width
    frame = pl.DataFrame(
        {name: list(values) for name, values in zip(headings, columns, strict=True)},
        schema=dict.fromkeys(headings, pl.String),
    )
    return Block(frame.with_columns(pl.Series(LINE, lines, dtype=pl.UInt32)), ragged)


# --- XLSX -----------------------------------------------------------------------------------------------------------


def _from_workbook(path: Path) -> Source:
    try:
        with zipfile.ZipFile(path) as archive:
            _check_archive(path.name, archive.infolist(), MOST_WORKBOOK_BYTES)
        book = CalamineWorkbook.from_path(str(path))  # pyright: ignore[reportUnknownMemberType]
    except PasswordError as error:
        raise SourceDamaged(f"{path.name}: the workbook has a password. Save it without one.") from error
    except (zipfile.BadZipFile, ZipError, CalamineError, OSError) as error:
        raise SourceDamaged(f"{path.name}: this is no readable workbook ({error}). Save it again as .xlsx.") from error
    files = tuple(file for sheet in book.sheet_names if (file := _sheet(path.name, book, sheet)) is not None)
    empty = tuple(f"{path.name}: {sheet}" for sheet in book.sheet_names if sheet not in {file.stem for file in files})
    entry = _Bytes(path.name, path.stat().st_size, lambda: path.open("rb"))
    return Source(path.stem, files, empty, _digest([entry]))


def _sheet(workbook: str, book: CalamineWorkbook, sheet: str) -> SourceFile | None:
    try:
        values = cast("list[list[object]]", book.get_sheet_by_name(sheet).to_python(skip_empty_area=False))
    except CalamineError as error:
        raise SourceDamaged(
            f"{workbook}: the sheet {sheet} cannot be read ({error}). Save the workbook again."
        ) from error
    rows = [(number, [cell_text(value) for value in row]) for number, row in enumerate(values, 1)]
    del values
    while rows and not any(rows[0][1]):
        rows.pop(0)
    if not rows:
        return None
    heading = rows[0][1]
    while heading and not heading[-1]:
        heading.pop()
    names = _unique(heading)
    return SourceFile(f"{workbook}: {sheet}", sheet, names, len(rows), lambda: iter([_block(rows[1:], names)]))


def cell_text(value: object) -> str:
    """A cell of a workbook as a person would have typed it.

    >>> cell_text(2019.0), cell_text(datetime.date(2019, 7, 1)), cell_text(True), cell_text(None)
    ('2019', '2019-07-01', 'yes', '')

    A number of more than 15 digits has lost its last ones in the spreadsheet, and is written so that the check sees it.
    """
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value)) if abs(value) < 10**EXACT_DIGITS else f"{value:.14E}"
        case int() if abs(value) >= 10**EXACT_DIGITS:
            return f"{value:.14E}"
        case datetime.datetime() if value.time() == datetime.time():
            return value.date().isoformat()
        case datetime.datetime() | datetime.date() | datetime.time():
            return value.isoformat()
        case _:
            return str(value)
