"""Checks the cells of a table and gives them their types, a block of rows at a time, as columns.

There is one implementation for every way in. Each check is an expression that is true where a cell is at fault; the
expressions are evaluated for millions of rows, and once more, one by one, for the few rows where any is true, to say
what is wrong.

What a checked table holds: text as text; dates as integers year*10000 + month*100 + day with 0 for what is not
written; yes and no as 1 and 0; an empty cell is null; a cell to clear is CLEAR in a text column, CLEAR_NUMBER in
others; an end that nobody knows is UNKNOWN_END.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from graph_service.directory.dates import FIRST_YEAR, LAST_YEAR
from graph_service.directory.occupations import FUNCTIONS, LEVELS, function_code, level_number
from graph_service.imports import findings
from graph_service.imports.distinct import once_each
from graph_service.imports.findings import Fault, Finding
from graph_service.imports.reading import LINE, Block, Ragged
from graph_service.imports.sensitive import CANDIDATE, TAKEN_OUT, masked, sensitive_numbers
from graph_service.imports.sensitive import ROUNDED as ROUNDED_NUMBER
from graph_service.imports.tables import Column, Table

CLEAR_TOKENS = ("<clear>", "<清空>")
CLEAR = "<clear>"
# 1.1010519E+17 is shorter than any number that it can have been.
SHORTEST_NUMBER = 8
CLEAR_NUMBER = -1
UNKNOWN_END = -2
UNKNOWN_WORDS = ("unknown", "不详", "未知")
PLAIN_LENGTH = 500
LONGEST = {"about": 4000}
LONGEST_KEY = 200
YES = ("yes", "y", "true", "1", "是", "愿意", "同意", "公开")
NO = ("no", "n", "false", "0", "否", "不愿意", "不同意", "不公开")

_DATE = r"^(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?(?:[ T]00:00(?::00)?)?$"
_COMPACT_DATE = r"^((?:1[5-9]|2[01])\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$"
_NUMBER_KINDS = ("date", "end", "year", "yes_no", "level")
_CODED_KINDS = (*_NUMBER_KINDS, "function", "choice")
_KEYS = ("key", "ref")
# What makes a cell need cleaning: blanks around it, nothing in it, full-width characters, the first sign of a token.
_UNUSUAL = r"^$|^[\s'<]|\s$|[\x{FF01}-\x{FF5E}\x{3000}|]|\s*;\s*"


class Checked(NamedTuple):
    """The good rows of a block, typed, what is wrong with the others, and their lines and keys where they have one."""

    good: pl.DataFrame
    findings: list[Finding]
    refused: list[tuple[int, str]]


class Check(NamedTuple):
    """True where the column is at fault."""

    column: str
    fault: Fault
    at_fault: pl.Expr


def value_type(column: Column) -> type[pl.DataType]:
    """The type that a column has in a checked table."""
    return pl.Int32 if column.kind in _NUMBER_KINDS else pl.String


def check_block(table: Table, file: str, headings: dict[str, str], block: Block) -> Checked:
    """The block's rows of that table. `headings` gives the column that each known heading of the file stands for."""
    cells = block.frame
    wrong = [_ragged(file, table, row, cells.width - 1) for row in block.ragged]
    cells = _without_blank(cells)
    found, clean = _without_sensitive(table, file, headings, cells)
    refused = _keys_of(table, headings, cells.join(clean, on=LINE, how="anti")) if found else []
    cells = clean
    text = cells.select(LINE, *(_cleaned(cells[heading], table.column(name)) for heading, name in headings.items()))
    text = text.with_columns(pl.lit(None, pl.String).alias(c.name) for c in table.columns if c.name not in text.columns)
    typed = text.with_columns(_typed(column, text[column.name]) for column in table.columns)
    checks = _checks(table)
    suspect = typed.select(pl.any_horizontal(_screens(table, checks)).fill_null(False)).to_series()
    if suspect.any():
        bad = suspect & typed.select(pl.any_horizontal(check.at_fault for check in checks).fill_null(False)).to_series()
        wrong += _explained(table, file, headings, checks, typed.filter(bad))
        refused += _keys_of(table, {column.name: column.name for column in table.columns}, typed.filter(bad))
        typed = typed.filter(~bad)
    good = typed.select(LINE, *(pl.col(_value(column.name)).alias(column.name) for column in table.columns))
    return Checked(good, found + wrong, refused)


def _keys_of(table: Table, headings: dict[str, str], rows: pl.DataFrame) -> list[tuple[int, str]]:
    """The lines and keys of refused rows of a table that others refer to."""
    key = next((heading for heading, name in headings.items() if table.identity == (name,)), None)
    if key is None:
        return []
    return [(line, text.strip()) for line, text in rows.select(LINE, key).iter_rows() if text]


def _without_blank(cells: pl.DataFrame) -> pl.DataFrame:
    """The rows that say anything."""
    first = next(name for name in cells.columns if name != LINE)
    if not cells[first].str.contains(r"^\s*$").any():
        return cells
    return cells.filter(pl.any_horizontal(pl.exclude(LINE).str.contains(r"\S")))


def _value(name: str) -> str:
    return f"\0{name}"


def _ragged(file: str, table: Table, row: Ragged, width: int) -> Finding:
    fault = findings.RAGGED
    return Finding(
        file, row.line, table.name, "", "", fault.code, fault.reason.format(len(row.cells), width), fault.remedy
    )


# --- numbers that are never imported --------------------------------------------------------------------------------


def _without_sensitive(
    table: Table, file: str, headings: dict[str, str], cells: pl.DataFrame
) -> tuple[list[Finding], pl.DataFrame]:
    """Looks at every cell, also those of columns that are not imported."""
    texts = [name for name in cells.columns if name != LINE]
    suspect_rows = pl.Series([], dtype=pl.UInt32)
    for name in texts:
        long = cells.select(LINE, name).filter(pl.col(name).str.len_bytes() >= SHORTEST_NUMBER)
        if long.height:
            looks = pl.col(name).str.contains(f"{CANDIDATE}|{ROUNDED_NUMBER}|{TAKEN_OUT}")
            suspect_rows = pl.concat([suspect_rows, long.filter(looks)[LINE].cast(pl.UInt32)])
    if suspect_rows.is_empty():
        return [], cells
    suspect = cells.filter(pl.col(LINE).is_in(suspect_rows.implode()))
    found: list[Finding] = []
    for row in suspect.iter_rows(named=True):
        for heading in texts:
            if fault := _sensitive_fault(row[heading]):
                column = headings.get(heading, heading)
                value = "" if fault is findings.ROUNDED else masked(row[heading])
                found.append(Finding(file, row[LINE], table.name, column, value, *fault))
    lines = pl.Series([finding.line for finding in found], dtype=pl.UInt32)
    return found, cells.filter(~pl.col(LINE).is_in(lines.implode()))


def _sensitive_fault(text: str | None) -> Fault | None:
    if not text:
        return None
    if TAKEN_OUT in text:
        return findings.TAKEN_OUT
    for _, _, kind in sensitive_numbers(text):
        return findings.IDENTITY_NUMBER if kind == "identity number" else findings.CARD_NUMBER
    rounded = pl.Series([text.strip()]).str.contains(ROUNDED_NUMBER).item()
    return findings.ROUNDED if rounded else None


# --- cells to values ------------------------------------------------------------------------------------------------


def _cleaned(cells: pl.Series, column: Column) -> pl.Series:
    """Without blanks around; an empty cell is null; what is no free text has its full-width characters folded."""
    if not cells.str.contains(_UNUSUAL).any():
        return cells.alias(column.name)
    text = cells.str.strip_chars()
    if column.kind != "text" and text.str.contains(r"[\x{FF01}-\x{FF5E}\x{3000}]").any():
        text = text.str.normalize("NFKC")
    if column.kind == "list":
        text = text.str.replace_all(r"\s*[;|]\s*", ";").str.strip_chars(";").str.replace_all(";{2,}", ";")
    # A spreadsheet's way to say that what follows is text and no formula.
    quoted = text.str.contains(r"^'[=+\-@]")
    text = text.zip_with(~quoted.fill_null(False), text.str.slice(1)) if quoted.any() else text
    empty = text == ""
    if empty.any():
        text = text.set(empty.fill_null(False), None)
    clear = text.str.to_lowercase().is_in(CLEAR_TOKENS) if text.str.starts_with("<").any() else None
    return (text if clear is None else text.set(clear.fill_null(False), CLEAR)).alias(column.name)


def _typed(column: Column, cells: pl.Series) -> pl.Series:
    """What the cells stand for."""
    values = once_each(cells, lambda text: _coded(column, text)) if column.kind in _CODED_KINDS else cells
    return values.alias(_value(column.name))


def _coded(column: Column, text: pl.Expr) -> pl.Expr:
    match column.kind:
        case "date" | "end":
            return _cleared(text, date_code(text, ends=column.kind == "end"))
        case "year":
            return _cleared(text, text.str.extract(r"^(\d{4})年?$").cast(pl.Int32))
        case "yes_no":
            folded = text.str.to_lowercase()
            value = pl.when(folded.is_in(YES)).then(1).when(folded.is_in(NO)).then(0)
            return _cleared(text, value.cast(pl.Int32))
        case "level":
            return _cleared(
                text, text.str.to_lowercase().replace_strict(_LEVEL_NAMES, default=None, return_dtype=pl.Int32)
            )
        case "function":
            return _words(text, _FUNCTION_NAMES)
        case "choice":
            names = {name.casefold(): code for code, zh in column.choices for name in (code, zh)}
            return _words(text, names)
        case _:
            return text


def _cleared(text: pl.Expr, value: pl.Expr) -> pl.Expr:
    return pl.when(text == CLEAR).then(pl.lit(CLEAR_NUMBER, pl.Int32)).otherwise(value)


def _words(text: pl.Expr, names: dict[str, str]) -> pl.Expr:
    return text.str.to_lowercase().replace_strict({**names, CLEAR: CLEAR}, default=None, return_dtype=pl.String)


def _exists(year: pl.Expr, month: pl.Expr, day: pl.Expr, has_month: pl.Expr, has_day: pl.Expr) -> pl.Expr:
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    days = pl.when(month == 2).then(28 + leap.cast(pl.Int32)).when(month.is_in([4, 6, 9, 11])).then(30).otherwise(31)
    return year.is_between(FIRST_YEAR, LAST_YEAR) & has_month & (month <= 12) & has_day & (day <= days)


def date_code(text: pl.Expr, *, ends: bool = False) -> pl.Expr:
    """The integer that a date as people write it stands for; null for what is no date."""
    groups = text.str.replace(_COMPACT_DATE, "$1-$2-$3").str.extract_groups(_DATE)
    year, month, day = (groups.struct.field(str(n)).cast(pl.Int32).fill_null(0) for n in (1, 2, 3))
    has_month = groups.struct.field("2").is_null() | (month > 0)
    has_day = groups.struct.field("3").is_null() | (day > 0)
    possible = _exists(year, month, day, has_month, has_day)
    code = pl.when(possible).then(year * 10000 + month * 100 + day)
    if not ends:
        return code
    return pl.when(text.str.to_lowercase().is_in(UNKNOWN_WORDS)).then(pl.lit(UNKNOWN_END, pl.Int32)).otherwise(code)


def first_month(code: pl.Expr) -> pl.Expr:
    """The first month that a date means; null where there is none."""
    month = code // 100 % 100
    return pl.when(code > 0).then(code // 10000 * 12 + pl.when(month > 0).then(month - 1).otherwise(0))


def last_month(code: pl.Expr) -> pl.Expr:
    """The last month that a date means; null where there is none."""
    month = code // 100 % 100
    return pl.when(code > 0).then(code // 10000 * 12 + pl.when(month > 0).then(month - 1).otherwise(11))


def date_text(code: pl.Expr) -> pl.Expr:
    """A date as it is stored: `2019`, `2019-07` or `2019-07-15`; null where there is none."""
    return code.map_batches(lambda codes: once_each(codes, _written), return_dtype=pl.String)


def _written(code: pl.Expr) -> pl.Expr:
    year = (code // 10000).cast(pl.String)
    month = pl.format("{}-{}", year, (code // 100 % 100).cast(pl.String).str.zfill(2))
    day = pl.format("{}-{}", month, (code % 100).cast(pl.String).str.zfill(2))
    written = pl.when(code % 100 > 0).then(day).when(code // 100 % 100 > 0).then(month).otherwise(year)
    return pl.when(code > 0).then(written)


# --- what a cell may hold -------------------------------------------------------------------------------------------


def _checks(table: Table) -> list[Check]:
    checks = [check for column in table.columns for check in _column_checks(table, column)]
    names = {column.name for column in table.columns}
    if {"from", "to"} <= names:
        begins, ends = first_month(pl.col(_value("from"))), last_month(pl.col(_value("to")))
        checks.append(Check("to", findings.ENDS_BEFORE, begins > ends))
    if {"a", "b"} <= names:
        checks.append(Check("b", findings.SAME_PERSON, pl.col("a") == pl.col("b")))
    return checks


def _screens(table: Table, checks: Sequence[Check]) -> list[pl.Expr]:
    """True at least where a check is; one quick look at each text in place of three."""
    quick = [check.at_fault for check in checks if check.fault.code not in _SCREENED]
    for column in table.columns:
        if _type_fault(column) is None:
            text = pl.col(column.name)
            quick += [text.str.contains(r"[\x00-\x1f\x7f\x{FFFD}]"), text.str.len_bytes() > _longest(column)]
    return quick


def _column_checks(table: Table, column: Column) -> list[Check]:
    text, value = pl.col(column.name), pl.col(_value(column.name))
    checks: list[Check] = []
    if column.required:
        checks.append(Check(column.name, findings.EMPTY, text.is_null()))
    if column.required or column.name in table.identity:
        checks.append(Check(column.name, findings.CLEARED, text == CLEAR))
    fault = _type_fault(column)
    if fault is not None:
        checks.append(Check(column.name, fault, text.is_not_null() & value.is_null()))
    if fault is None:
        checks += _text_checks(column, text)
    return checks


def _type_fault(column: Column) -> Fault | None:
    match column.kind:
        case "date":
            return findings.NOT_A_DATE
        case "end":
            return findings.NOT_AN_END
        case "year":
            return findings.NOT_A_YEAR
        case "yes_no":
            return findings.NOT_YES_OR_NO
        case "level":
            return findings.NOT_A_LEVEL
        case "function":
            return _listing(findings.NOT_A_FUNCTION, [f"{entry.code} {entry.zh}" for entry in FUNCTIONS])
        case "choice":
            return _listing(findings.NOT_A_CHOICE, [f"{code} {zh}" for code, zh in column.choices])
        case _:
            return None


def _listing(fault: Fault, words: Sequence[str]) -> Fault:
    return fault._replace(remedy=fault.remedy.format(", ".join(words)))


def _longest(column: Column) -> int:
    return LONGEST_KEY if column.kind in _KEYS else LONGEST.get(column.name, PLAIN_LENGTH)


def _text_checks(column: Column, text: pl.Expr) -> list[Check]:
    longest = _longest(column)
    too_long = findings.TOO_LONG._replace(reason=findings.TOO_LONG.reason.format(longest))
    breaks = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]" if column.name == "about" else r"[\x00-\x1f\x7f]"
    checks = [
        Check(column.name, too_long, (text.str.len_bytes() > longest) & (text.str.len_chars() > longest)),
        Check(column.name, findings.CONTROL, text.str.contains(breaks)),
        Check(column.name, findings.DAMAGED, text.str.contains("\ufffd", literal=True)),
    ]
    if column.kind == "email":
        valid = text.str.contains(r"^[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]+$") | (text == CLEAR)
        checks.append(Check(column.name, findings.NOT_AN_EMAIL, ~valid))
    if column.kind == "phone":
        valid = text.str.contains(r"^[+(]?\d[\d +\-()/.,;、转x#]{3,60}$") | (text == CLEAR)
        checks.append(Check(column.name, findings.NOT_A_PHONE, ~valid))
    return checks


def _explained(
    table: Table, file: str, headings: dict[str, str], checks: Sequence[Check], bad: pl.DataFrame
) -> list[Finding]:
    said_by = {name: heading for heading, name in headings.items()}
    found: list[Finding] = []
    for check in checks:
        at_fault = bad.filter(check.at_fault.fill_null(False))
        for line, value in at_fault.select(LINE, check.column).iter_rows():
            shown = masked(value or "")[:200]
            found.append(Finding(file, line, table.name, said_by.get(check.column, check.column), shown, *check.fault))
    return found


_SCREENED = (findings.TOO_LONG.code, findings.CONTROL.code, findings.DAMAGED.code)
_LEVEL_NAMES = {
    name.casefold(): e.number for e in LEVELS for name in (str(e.number), e.code, e.zh, e.en) if level_number(name)
}
_FUNCTION_NAMES = {name.casefold(): e.code for e in FUNCTIONS for name in (e.code, e.zh, e.en) if function_code(name)}
