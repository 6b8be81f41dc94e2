"""Each kind of bad cell is refused with place, value, reason and remedy; numbers never imported are masked."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_service.directory.dates import NotAPartialDate, months_of
from graph_service.imports.arranging import arrange
from graph_service.imports.checking import (
    CLEAR,
    CLEAR_NUMBER,
    UNKNOWN_END,
    Checked,
    check_block,
    date_code,
    date_text,
    first_month,
    last_month,
)
from graph_service.imports.reading import LINE, Block, open_source
from graph_service.imports.sensitive import is_card_number, is_identity_number, masked, sensitive_numbers
from graph_service.imports.tables import TABLES, table
from tests.imports.schools import csv_text

IDENTITY = "11010519491231002X"
CARD = "6222020000000000000"


def checked(name: str, *rows: dict[str, str]) -> Checked:
    """The rows checked as rows of that table, from line 2 on."""
    names = list(dict.fromkeys(column for row in rows for column in row))
    frame = pl.DataFrame({n: [row.get(n, "") for row in rows] for n in names}, schema=dict.fromkeys(names, pl.String))
    lines = pl.Series(LINE, range(2, 2 + len(rows)), dtype=pl.UInt32)
    known = {n: n for n in names if n in {column.name for column in table(name).columns}}
    return check_block(table(name), "file.csv", known, Block(frame.with_columns(lines), []))


ALUMNUS = {"key": "1", "name": "a"}
JOB = {"alumnus": "1", "employer": "e"}


@pytest.mark.parametrize(
    ("name", "row", "column", "code"),
    [
        ("alumni", {"key": "", "name": "a"}, "key", "empty"),
        ("alumni", {"key": "<清空>", "name": "a"}, "key", "cleared"),
        ("alumni", {**ALUMNUS, "name": "x" * 501}, "name", "too-long"),
        ("alumni", {**ALUMNUS, "about": "x" * 4001}, "about", "too-long"),
        ("alumni", {**ALUMNUS, "name": "a\x07"}, "name", "control-character"),
        ("alumni", {**ALUMNUS, "name": "a\nb"}, "name", "control-character"),
        ("alumni", {**ALUMNUS, "name": "a\ufffd"}, "name", "damaged-character"),
        ("alumni", {**ALUMNUS, "place_from": "2019-13"}, "place_from", "not-a-date"),
        ("alumni", {**ALUMNUS, "listed": "some"}, "listed", "not-a-choice"),
        ("alumni", {**ALUMNUS, "mentor": "perhaps"}, "mentor", "not-yes-or-no"),
        ("alumni", {**ALUMNUS, "email": "no address"}, "email", "not-an-email"),
        ("alumni", {**ALUMNUS, "phone": "ask Li"}, "phone", "not-a-phone"),
        ("alumni", {**ALUMNUS, "phone": IDENTITY}, "phone", "identity-number"),
        ("alumni", {**ALUMNUS, "about": f"card {CARD}"}, "about", "bank-card-number"),
        ("alumni", {**ALUMNUS, "secret": IDENTITY}, "secret", "identity-number"),
        ("alumni", {**ALUMNUS, "phone": "1.10105E+17"}, "phone", "rounded-number"),
        ("alumni", {**ALUMNUS, "about": "<number taken out>"}, "about", "number-taken-out"),
        ("cohorts", {"key": "1", "name": "a", "intake_year": "19"}, "intake_year", "not-a-year"),
        ("jobs", {**JOB, "to": "later"}, "to", "not-a-date"),
        ("jobs", {**JOB, "from": "2020", "to": "2019"}, "to", "ends-before-it-begins"),
        ("jobs", {**JOB, "function": "wizardry"}, "function", "not-a-function"),
        ("jobs", {**JOB, "level": "7"}, "level", "not-a-level"),
        ("connections", {"a": "1", "b": "1"}, "b", "same-person"),
    ],
)  # fmt: skip
def test_each_kind_of_bad_cell_is_told(name: str, row: dict[str, str], column: str, code: str) -> None:
    good = {"jobs": JOB, "connections": {"a": "1", "b": "2"}}.get(name, ALUMNUS)
    result = checked(name, good, row)
    (finding,) = result.findings
    assert (finding.line, finding.column, finding.code) == (3, column, code)
    assert finding.reason
    assert finding.remedy
    assert result.good[LINE].to_list() == [2]
    assert IDENTITY not in str(finding)
    assert CARD not in str(finding)


def test_cells_become_values() -> None:
    row = {**JOB, "from": "２０１９年7月", "to": "不详", "level": "经理", "function": "Sales", "title": "'=1+1"}
    good = checked("jobs", row, {**JOB, "to": "<清空>", "title": " x ", "from": "20190701"}).good
    assert good.select("from", "to", "level", "function", "title").rows() == [
        (20190700, UNKNOWN_END, 4, "sales", "=1+1"), (20190701, CLEAR_NUMBER, None, None, "x"),
    ]  # fmt: skip
    person = {**ALUMNUS, "listed": "不公开", "mentor": "是", "email": "<CLEAR>"}
    assert checked("alumni", person).good.select("listed", "mentor", "email").rows() == [("nobody", 1, CLEAR)]


def test_lists_are_separated_by_any_of_three_signs() -> None:
    good = checked("employers", {"name": "x", "aliases": "a； b|c;"}).good
    assert good["aliases"].to_list() == ["a;b;c"]


YEARS, MONTHS, DAYS = st.integers(1400, 2300), st.integers(0, 13), st.integers(0, 32)


@settings(deadline=None, max_examples=20)
@given(days=st.lists(st.tuples(YEARS, MONTHS, DAYS), min_size=20, max_size=40))
def test_dates_are_those_of_the_calendar(days: list[tuple[int, int, int]]) -> None:
    texts = [
        text for year, month, day in days for text in (f"{year}", f"{year}-{month:02}", f"{year}-{month:02}-{day:02}")
    ]
    months = [months_or_none(text) for text in texts]
    codes = pl.DataFrame({"text": texts}).select(date_code(pl.col("text")).alias("code"))
    in_months = codes.select(first_month(pl.col("code")).alias("a"), last_month(pl.col("code")).alias("b"))
    assert in_months.rows() == months
    dates = codes.with_columns(date_text(pl.col("code")).alias("written"), pl.Series("text", texts)).drop_nulls("code")
    assert dates["written"].to_list() == dates["text"].to_list()
    kept = checked("alumni", *({**ALUMNUS, "place_from": text} for text in texts)).good["place_from"].to_list()
    assert kept == dates["code"].to_list()


def months_or_none(text: str) -> tuple[int | None, int | None]:
    try:
        return months_of(text)
    except NotAPartialDate:
        return None, None


def test_identity_numbers_and_cards_are_known_by_their_check_digits() -> None:
    assert is_identity_number(IDENTITY)
    assert not is_identity_number("110105194912310021")
    assert is_identity_number("110105491231002")
    assert not is_identity_number("990105491231002")
    assert not is_identity_number("11010519491331002X")
    assert not is_identity_number("1101051949123100")
    assert is_card_number(CARD)
    assert not is_card_number(CARD[:-1] + "1")
    assert not is_card_number("1" * 16)


@settings(deadline=None)
@given(
    prefix=st.text("的a ,:", max_size=5),
    number=st.sampled_from([IDENTITY, CARD, "110105491231002", "4111111111111111"]),
    gap=st.sampled_from(["", " ", "-"]),
    wide=st.booleans(),
)
def test_such_numbers_are_found_wherever_they_stand(prefix: str, number: str, gap: str, wide: bool) -> None:
    written = gap.join(number[at : at + 4] for at in range(0, len(number), 4))
    if wide:
        written = written.translate({ord(str(d)): chr(0xFF10 + d) for d in range(10)})
    text = f"{prefix.removesuffix('a')}{written}，"
    assert sensitive_numbers(text)
    assert "number taken out" in masked(text)
    result = checked("alumni", {**ALUMNUS, "about": text})
    assert result.good.is_empty()
    assert result.findings[0].code in ("identity-number", "bank-card-number")


@settings(deadline=None)
@given(st.text("0123456789", min_size=11, max_size=14))
def test_shorter_numbers_are_left_alone(number: str) -> None:
    assert sensitive_numbers(number) == []
    assert masked(f"T {number}") == f"T {number}"


def test_every_table_takes_its_columns_in_english_and_in_chinese(tmp_path: Path) -> None:
    for found in TABLES:
        for number, names in enumerate(([c.name for c in found.columns], [c.zh for c in found.columns])):
            folder = tmp_path / f"{found.name}{number}"
            folder.mkdir()
            (folder / f"{(found.name, found.zh)[number]}.csv").write_text(csv_text([], columns=names), "utf-8")
            if found.name != "alumni":
                (folder / "alumni.csv").write_text("key,name\n", "utf-8")
            arrangement = arrange(open_source(folder))
            feed = next(feed for feed in arrangement.feeds if feed.table.name == found.name)
            assert list(feed.headings.values()) == [c.name for c in found.columns]
            assert not arrangement.notes
