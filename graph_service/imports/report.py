"""What became of an import: the ledger, the findings, the notes; as text, as CSV, and the refused rows as they were.

Nothing here holds a number that must not be imported, and no cell of the CSV files is a formula to a spreadsheet.
"""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

import polars as pl

from graph_service.imports.arranging import Feed
from graph_service.imports.findings import Finding
from graph_service.imports.reading import LINE
from graph_service.imports.sensitive import masked

SHOWN = 20
REPORT_TEXT, REPORT_CSV, QUARANTINE = "report.txt", "report.csv", "quarantine"


@dataclass(frozen=True)
class Entry:
    """What became of the rows of one table: rows = created + updated + unchanged + quarantined."""

    table: str
    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    quarantined: int = 0
    removed: int = 0

    @property
    def balances(self) -> bool:
        """Whether every row is accounted for."""
        return self.rows == self.created + self.updated + self.unchanged + self.quarantined


@dataclass(frozen=True)
class ImportReport:
    """What an import did, or with `dry_run` what it would do."""

    source: str
    digest: str
    dry_run: bool
    ledger: tuple[Entry, ...]
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    alike: tuple[tuple[str, ...], ...] = field(default=())
    made: dict[str, int] = field(default_factory=dict[str, int])
    seconds: float = 0

    @property
    def outcome(self) -> Literal["all in", "some quarantined"]:
        """Whether every row went in."""
        return "some quarantined" if self.findings else "all in"

    def entry(self, table: str) -> Entry:
        """The ledger of one table; an empty one when the source did not have it."""
        return next((entry for entry in self.ledger if entry.table == table), Entry(table))

    def ledger_json(self) -> str:
        """The ledger as JSON, as it is kept in the graph."""
        return json.dumps([asdict(entry) for entry in self.ledger], ensure_ascii=False)

    def text(self, shown: int = SHOWN) -> str:
        """The report for a person: the ledger, the first findings of each kind, and what was noticed besides."""
        return "\n".join(self._lines(shown)) + "\n"

    def _lines(self, shown: int) -> Iterator[str]:
        what = "would be" if self.dry_run else "were"
        yield f"{'Dry run: nothing was written. ' if self.dry_run else ''}Source: {self.source}"
        yield ""
        heading = ("rows", "created", "updated", "unchanged")
        yield f"{'table':<14}{''.join(f'{name:>11}' for name in heading)}{'quarantined':>13}{'removed':>10}"
        for entry in self.ledger:
            yield (
                f"{entry.table:<14}{entry.rows:>11,}{entry.created:>11,}{entry.updated:>11,}"
                f"{entry.unchanged:>11,}{entry.quarantined:>13,}{entry.removed:>10,}"
            )
        for name, count in self.made.items():
            if count:
                yield f"{count:,} {name} {what} made because rows speak of them."
        yield from self._findings(shown)
        if self.notes:
            yield ""
            yield from self.notes
        if self.alike:
            yield ""
            yield f"{len(self.alike)} groups of employers have names that are alike; an alias makes two one:"
            yield from (f"  {' | '.join(names)}" for names in self.alike[:shown])

    def _findings(self, shown: int) -> Iterator[str]:
        if not self.findings:
            return
        yield ""
        yield f"{len({(f.file, f.line) for f in self.findings}):,} rows were refused:"
        by_kind: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
        for finding in self.findings:
            by_kind[finding.table, finding.code].append(finding)
        for (table, code), group in by_kind.items():
            yield f"  {table}: {code} ({len(group):,})"
            yield from (f"    {finding}" for finding in group[:shown])
            if len(group) > shown:
                yield f"    … and {len(group) - shown:,} more"


def write_report(report: ImportReport, folder: Path, feeds: Sequence[Feed]) -> list[Path]:
    """Writes report.txt, report.csv and the quarantine into the folder, and gives the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = [folder / REPORT_TEXT]
    written[0].write_text(report.text(), "utf-8")
    if report.findings:
        written.append(folder / REPORT_CSV)
        _write_csv(written[-1], Finding._fields, report.findings)
        written += _write_quarantine(folder / QUARANTINE, report.findings, feeds)
    return written


def _write_quarantine(folder: Path, findings: Sequence[Finding], feeds: Sequence[Feed]) -> list[Path]:
    lines: defaultdict[str, set[int]] = defaultdict(set)
    for finding in findings:
        lines[finding.file].add(finding.line)
    written: list[Path] = []
    done: set[str] = set()
    for feed in feeds:
        if feed.name not in lines or feed.name in done:
            continue
        done.add(feed.name)
        folder.mkdir(exist_ok=True)
        path = folder / f"{feed.original.stem}.csv"
        _write_csv(path, feed.original.headings, _refused_rows(feed, lines[feed.name]))
        written.append(path)
    return written


def _refused_rows(feed: Feed, lines: set[int]) -> Iterator[Sequence[str]]:
    for block in feed.original.blocks():
        wanted = block.frame.filter(block.frame[LINE].is_in(list(lines))).select(feed.original.headings)
        rows = [(line, list(row)) for line, row in zip(_lines_of(block.frame, lines), wanted.iter_rows(), strict=True)]
        rows += [(row.line, row.cells) for row in block.ragged if row.line in lines]
        for _, cells in sorted(rows, key=lambda row: row[0]):
            yield [masked(cell or "") for cell in cells]


def _lines_of(frame: pl.DataFrame, lines: set[int]) -> list[int]:
    return frame.filter(frame[LINE].is_in(list(lines)))[LINE].to_list()


def _write_csv(path: Path, heading: Iterable[str], rows: Iterable[Sequence[object]]) -> None:
    # A spreadsheet takes UTF-8 for what it is when it begins with the mark.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heading)
        for row in rows:
            writer.writerow([harmless(str(cell)) for cell in row])


def harmless(cell: str) -> str:
    """The cell as a spreadsheet shows it and does not run it; an import takes the apostrophe away again.

    >>> harmless("=1+1"), harmless("+86 10"), harmless("plain")
    ("'=1+1", "'+86 10", 'plain')
    """
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell


def counted(findings: Iterable[Finding]) -> Counter[str]:
    """How many rows of each table were refused."""
    return Counter(table for table, _, _ in {(finding.table, finding.file, finding.line) for finding in findings})
