"""Files of every kind are read as the same text cells, with the lines they stand on; damaged ones are told."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph_service.imports import reading
from graph_service.imports.arranging import arrange
from graph_service.imports.errors import HeadingWrong, SourceDamaged, SourceTooLarge, SourceUnreadable
from graph_service.imports.reading import LINE, SourceFile, cell_text, open_source
from tests.imports.schools import SMALL, csv_text, write_school

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=8)


def cells(file: SourceFile) -> list[tuple[object, ...]]:
    """All rows: the line and the cells."""
    frames = [block.frame.select(LINE, *file.headings) for block in file.blocks()]
    return [row for frame in frames for row in frame.iter_rows()]


def only(path: Path) -> SourceFile:
    (file,) = open_source(path).files
    return file


def csv_file(folder: Path, content: str | bytes, name: str = "alumni.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_encoding_reads_the_same(tmp_path: Path, encoding: str) -> None:
    file = only(csv_file(tmp_path, "学号,姓名\nA1,韩小宁\n".encode(encoding)))
    assert file.headings == ("学号", "姓名")
    assert cells(file) == [(2, "A1", "韩小宁")]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends_are_found(tmp_path: Path, separator: str, end: str) -> None:
    content = end.join([separator.join(row) for row in (("key", "name"), ("1", "a"), ("2", "b"))])
    assert cells(only(csv_file(tmp_path, content))) == [(2, "1", "a"), (3, "2", "b")]


def test_lines_are_right_after_quoted_line_breaks_and_blank_lines(tmp_path: Path) -> None:
    content = '\nkey,name\n1,"a\nb ""c"""\n\n2,x\n,,\n3,"y,z"\n'
    assert cells(only(csv_file(tmp_path, content))) == [(3, "1", 'a\nb "c"'), (6, "2", "x"), (8, "3", "y,z")]


def test_rows_that_do_not_fit_the_heading_are_set_aside(tmp_path: Path) -> None:
    for quote in ("", '"'):
        (block,) = only(csv_file(tmp_path, f"key,name\n1\n2,b,,\n3,b,c\n{quote}4{quote},d\n")).blocks()
        assert [(row.line, row.cells) for row in block.ragged] == [(2, ["1"]), (4, ["3", "b", "c"])]
        assert block.frame["key"].to_list() == ["2", "4"]


@settings(deadline=None, max_examples=60)
@given(rows=st.lists(st.tuples(CELLS, CELLS), max_size=12), block=st.integers(1, 40))
@example(rows=[("x^", "as zlib begins"), ("b", "c")], block=40)
@example(rows=[("x\x01\x01\x01", ""), ("b", "c")], block=40)
@example(rows=[("\ufeff", "a mark of byte order"), ("b", "c")], block=40)
def test_blocks_of_any_size_read_what_was_written(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], block: int
) -> None:
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    path = csv_file(
        tmp_path_factory.mktemp("csv"), csv_text([{"key": a, "name": b} for a, b in rows], columns=["key", "name"])
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "BLOCK_BYTES", block)
        read = [(row[1] or "", row[2] or "") for row in cells(only(path))]
    assert [row for row in read if any(cell.strip() for cell in row)] == kept


def test_a_workbook_reads_as_its_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "校友"
    for row in (
        ["学号", "姓名", "备注", None],
        [1001.0, "韩小宁", date(2019, 7, 1)],
        [],
        [True, datetime(2019, 7, 1, 8), 1.5],
    ):
        sheet.append(row)
    book.create_sheet("空")
    book.save(tmp_path / "school.xlsx")
    source = open_source(tmp_path / "school.xlsx")
    (file,) = source.files
    assert file.headings == ("学号", "姓名", "备注")
    assert cells(file) == [(2, "1001", "韩小宁", "2019-07-01"), (4, "yes", "2019-07-01T08:00:00", "1.5")]
    assert source.passed_over == ("school.xlsx: 空",)


def test_numbers_that_a_spreadsheet_rounded_can_be_seen() -> None:
    assert cell_text(110105194912310021.0) == cell_text(110105194912310021) == "1.10105194912310E+17"
    assert cell_text(123456789012345) == "123456789012345"


def test_a_zip_is_its_files_whatever_they_are_called(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "s.zip", "w") as archive:
        archive.writestr("in/alumni.csv", "key,name\n1,a\n")
        archive.writestr("__MACOSX/alumni.csv", "x")
        archive.writestr("notes.docx", "x")
        odd = zipfile.ZipInfo("校友.csv".encode("gb18030").decode("cp437"))
        archive.writestr(odd, "学号,姓名\n2,b\n")
    source = open_source(tmp_path / "s.zip")
    assert source.passed_over == ("notes.docx",)
    assert len(source.files) == 2
    assert sorted(str(row[1]) for file in source.files for row in cells(file)) == ["1", "2"]


def bad_archives(folder: Path) -> Iterator[tuple[Path, type[Exception], str]]:
    for number, (name, count, kind, match) in enumerate(
        [("../alumni.csv", 1, SourceDamaged, "leads out"), ("a.csv", 1_001, SourceTooLarge, "files in one")]
    ):
        path = folder / f"{number}.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for copy in range(count):
                archive.writestr(name if count == 1 else f"{copy}{name}", "key,name\n")
        yield path, kind, match
    bomb = folder / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("alumni.csv", b"0" * 60_000_000)
    yield bomb, SourceTooLarge, "unpacks to"
    broken = folder / "broken.zip"
    broken.write_bytes(b"PK\3\4 no archive")
    yield broken, SourceDamaged, "no readable zip"


def test_archives_that_are_traps_or_broken_are_refused(tmp_path: Path) -> None:
    for path, kind, match in bad_archives(tmp_path):
        with pytest.raises(kind, match=match):
            open_source(path)
    assert not (tmp_path.parent / "alumni.csv").exists()


def test_a_broken_workbook_is_refused(tmp_path: Path) -> None:
    for content in (b"no workbook", b"PK\3\4 no workbook"):
        with pytest.raises(SourceDamaged, match="no readable workbook"):
            open_source(csv_file(tmp_path, content, "school.xlsx"))


@pytest.mark.parametrize(
    ("content", "match"),
    [
        (b"key,name\n1,\xe9\x9f\xa9\xe5\xb0\x8f\n2,\xe5\xae\n3,\xe9\x9f\xa9", "line 3"),
        (b"\xef\xbb\xbfkey,name\n1,\xff\xff\n", "line 2"),
        (b"key,name\n1,\xff\xff\xff\n", "line 2"),
        (b"PK\3\4abc", "not a text file"),
        (b'key,name\n1,a\n2,"b\n3,c\n', "line 3: a quotation mark"),
    ],
)
def test_a_damaged_file_is_told_with_its_line(tmp_path: Path, content: bytes, match: str) -> None:
    with pytest.raises(SourceDamaged, match=match):
        cells(only(csv_file(tmp_path, content)))


def test_what_is_not_there_or_of_no_kind_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="no such file"):
        open_source(tmp_path / "nothing")
    with pytest.raises(SourceUnreadable, match=r"\.doc"):
        open_source(csv_file(tmp_path, "x", "school.doc"))


def test_unknown_files_and_columns_are_told_with_the_nearest(tmp_path: Path) -> None:
    folder = write_school(
        tmp_path / "s", {"alumni": [{"key": "1", "name": "a", "e-mial": "", "emai": ""}], "alumnus": []}
    )
    (folder / "list.pdf").write_text("x")
    notes = " ".join(arrange(open_source(folder)).notes)
    assert "list.pdf" in notes
    assert "'emai'" in notes
    assert "nearest is 'email'" in notes
    assert "alumnus.csv" in notes


def test_a_heading_that_is_missing_or_there_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HeadingWrong, match="name"):
        arrange(open_source(csv_file(tmp_path, "key\n1\n")))
    with pytest.raises(HeadingWrong, match="two columns"):
        arrange(open_source(csv_file(tmp_path, "key,name,姓名\n1,a,b\n")))


def test_the_digest_follows_the_content(tmp_path: Path) -> None:
    first = open_source(write_school(tmp_path / "a", SMALL)).digest
    assert open_source(write_school(tmp_path / "b", SMALL)).digest == first
    assert open_source(write_school(tmp_path / "c", {**SMALL, "groups": []})).digest != first


LINES = st.lists(
    st.lists(st.sampled_from(["", "甲", " b ", "NA", "null", "#", "'=1", "1e5", "\ufeff"]), max_size=4), max_size=6
)


@given(lines=LINES, ended=st.booleans())
def test_rows_read_at_once_are_those_read_one_by_one(lines: list[list[str]], ended: bool) -> None:
    text = "\n".join(",".join(line) for line in lines) + "\n" * ended
    headings = ("one", "two", "three")
    at_once = reading._plain_block(text or "\n", 7, ",", headings)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "_even_rows", lambda *_: None)
        one_by_one = reading._plain_block(text or "\n", 7, ",", headings)
    assert at_once.frame.equals(one_by_one.frame)
    assert at_once.frame.schema == one_by_one.frame.schema
    assert at_once.ragged == one_by_one.ragged


def test_rows_that_are_all_whole_are_read_at_once() -> None:
    read = reading._even_rows("甲,,NA\n b ,null,#\n", ",", ("one", "two", "three"))
    assert read is not None
    assert read.rows() == [("甲", "", "NA"), (" b ", "null", "#")]
    assert reading._even_rows("a,b\nc,d,e,f\n", ",", ("one", "two", "three")) is None
