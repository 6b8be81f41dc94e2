"""The report and the quarantine: what a person reads, what a spreadsheet opens, what can be imported again."""

from __future__ import annotations

import csv
from pathlib import Path

from graph_service.graph import Neo4jGraph
from graph_service.imports.arranging import arrange
from graph_service.imports.reading import open_source
from graph_service.imports.report import Entry, write_report
from tests.imports.schools import contents, imported, write_school

IDENTITY = "11010519491231002X"
ALUMNI = [
    {"key": "A1", "name": "好", "phone": "+86 10 123456"},
    {"key": "A2", "name": "坏", "phone": "+86 call me", "about": "=HYPERLINK(1)"},
    {"key": "A3", "name": "密", "phone": IDENTITY, "about": ""},
    {"key": "A4", "name": "", "about": 'two\nlines, "quoted"'},
]


async def test_refused_rows_are_kept_as_they_were_without_the_numbers(graph: Neo4jGraph, tmp_path: Path) -> None:
    path = write_school(tmp_path / "school", {"alumni": ALUMNI})
    with (path / "alumni.csv").open("a") as file:
        file.write("A5\n")
    report = await imported(graph, path)
    written = write_report(report, tmp_path / "report", arrange(open_source(path)).feeds)
    assert [file.name for file in written] == ["report.txt", "report.csv", "alumni.csv"]
    assert all(IDENTITY not in file.read_text("utf-8-sig") for file in written)
    text = written[0].read_text("utf-8")
    assert "4 rows were refused" in text
    assert "alumni: identity-number (1)" in text
    assert "alumni.csv, line 3, phone" in text
    with written[1].open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {(row["line"], row["column"], row["code"]) for row in rows} == {
        ("3", "phone", "not-a-phone"), ("4", "phone", "identity-number"), ("5", "name", "empty"), ("7", "", "ragged"),
    }  # fmt: skip
    assert all(row["reason"] and row["remedy"] for row in rows)
    assert next(row["value"] for row in rows if row["line"] == "3") == "'+86 call me"
    with written[2].open(encoding="utf-8-sig", newline="") as file:
        kept = list(csv.reader(file))
    assert kept == [
        ["key", "name", "phone", "about"],
        ["A2", "坏", "'+86 call me", "'=HYPERLINK(1)"],
        ["A3", "密", "<number taken out>", ""],
        ["A4", "", "", 'two\nlines, "quoted"'],
        ["A5"],
    ]


async def test_the_quarantine_can_be_corrected_and_imported(graph: Neo4jGraph, tmp_path: Path) -> None:
    path = write_school(tmp_path / "school", {"alumni": ALUMNI})
    write_report(await imported(graph, path), tmp_path / "report", arrange(open_source(path)).feeds)
    quarantine = tmp_path / "report" / "quarantine"
    again = await imported(graph, quarantine)
    assert {f.code for f in again.findings} == {"not-a-phone", "number-taken-out", "empty"}
    file = quarantine / "alumni.csv"
    corrected = (
        file.read_text("utf-8-sig").replace("call me", "10 1").replace("<number taken out>", "").replace("A4,", "A4,丁")
    )
    file.write_text(corrected, "utf-8")
    assert (await imported(graph, quarantine)).entry("alumni").created == 3
    assert any("('about', '=HYPERLINK(1)')" in line for line in await contents(graph))


async def test_a_report_of_a_clean_import_is_its_ledger(graph: Neo4jGraph, tmp_path: Path) -> None:
    path = write_school(tmp_path / "school", {"alumni": ALUMNI[:1]})
    report = await imported(graph, path)
    written = write_report(report, tmp_path / "report", ())
    assert [file.name for file in written] == ["report.txt"]
    assert report.entry("jobs") == Entry("jobs")
    assert report.entry("alumni") == Entry("alumni", rows=1, created=1)


async def test_a_long_report_shows_the_first_of_each_kind(graph: Neo4jGraph, tmp_path: Path) -> None:
    path = write_school(tmp_path / "school", {"alumni": [{"key": f"A{n}", "name": ""} for n in range(30)]})
    text = (await imported(graph, path)).text()
    assert "empty (30)" in text
    assert "… and 10 more" in text
