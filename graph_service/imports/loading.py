"""Reads, checks and resolves one table at a time: from a source's files to rows that can be compared with the graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import polars as pl

from graph_service.imports import findings
from graph_service.imports import reading as raw
from graph_service.imports.ahead import ahead
from graph_service.imports.arranging import Feed
from graph_service.imports.checking import Checked, check_block
from graph_service.imports.findings import Fault, Finding
from graph_service.imports.reading import LINE
from graph_service.imports.registry import Place
from graph_service.imports.sensitive import masked
from graph_service.imports.tables import Table

FILE = "\0file"


class Rows:
    """Rows of one table on their way: what is refused on the way is taken out and remembered."""

    def __init__(self, table: Table, files: Sequence[str], frame: pl.DataFrame) -> None:
        self.table = table
        self.frame = frame
        self.findings: list[Finding] = []
        self.duplicates = 0
        self.refused: dict[str, Place] = {}
        self._files = files

    def refuse(
        self, at_fault: pl.Series, column: str, fault: Fault | Sequence[Fault], value: str | None = None
    ) -> None:
        """Takes out the rows where `at_fault` is true, each for the same fault or for one of its own."""
        at_fault = at_fault.fill_null(False)
        if not at_fault.any():
            return
        bad = self.frame.filter(at_fault)
        self._remember(bad)
        values = (
            bad[value or column].cast(pl.String).to_list() if (value or column) in bad.columns else [""] * bad.height
        )
        faults = [fault] * bad.height if isinstance(fault, Fault) else fault
        for file, line, text, why in zip(bad[FILE], bad[LINE], values, faults, strict=True):
            shown = masked(text or "")[:200]
            self.findings.append(Finding(self._files[int(file)], line, self.table.name, column, shown, *why))
        self.frame = self.frame.filter(~at_fault)

    def _remember(self, bad: pl.DataFrame) -> None:
        identity = self.table.identity[0]
        if len(self.table.identity) == 1 and identity in bad.columns:
            for key, file, line in bad.select(identity, FILE, LINE).iter_rows():
                self.refused.setdefault(key, Place(self._files[int(file)], line))

    def drop_duplicates(self, identity: Sequence[str], among: pl.Series | None = None) -> None:
        """Takes out rows that say what an earlier one says already; refuses those that contradict an earlier one."""
        among = pl.repeat(True, self.frame.height, eager=True) if among is None else among.fill_null(False)
        again = ~self.frame.select(_one(self.frame, identity).is_first_distinct()).to_series() & among
        if not again.any():
            return
        said = [name for name in self.frame.columns if name not in (LINE, FILE)]
        first = self.frame.filter(pl.struct(identity).is_first_distinct())
        later = self.frame.with_row_index("\0row").filter(again)
        pairs = later.join(
            first, on=list(identity), how="left", suffix=" first", nulls_equal=True, maintain_order="left"
        )
        others = [name for name in said if name not in identity]
        same = pl.all_horizontal(pl.lit(True), *(pl.col(n).eq_missing(pl.col(f"{n} first")) for n in others))
        judged = pairs.with_columns(same.alias("\0same"))
        self.duplicates += int(judged["\0same"].sum())
        contradicting = judged.filter(~pl.col("\0same"))
        faults = [self._contradiction(row, identity, others) for row in contradicting.iter_rows(named=True)]
        gone = pl.Series(range(self.frame.height), dtype=pl.UInt32).is_in(contradicting["\0row"].implode())
        same_again = pl.Series(range(self.frame.height), dtype=pl.UInt32).is_in(
            judged.filter(pl.col("\0same"))["\0row"].implode()
        )
        kept = ~same_again
        self.frame, gone = self.frame.filter(kept), gone.filter(kept)
        self.refuse(gone, next((c for c in self.table.identity if c in self.frame.columns), ""), faults)

    def _contradiction(self, row: Mapping[str, object], identity: Sequence[str], others: Sequence[str]) -> Fault:
        differing = [name for name in others if row[name] != row[f"{name} first"] and not name.startswith("\0")]
        what = ", ".join(name for name in self.table.identity) or "row"
        file = self._files[int(str(row[f"{FILE} first"]))]
        fault = findings.CONTRADICTS
        reason = fault.reason.format(what, row[f"{LINE} first"], file, " and ".join(differing[:3]) or "value")
        return fault._replace(reason=reason)


def _one(frame: pl.DataFrame, identity: Sequence[str]) -> pl.Expr:
    """The identity as one column; two numbers fit into one."""
    if len(identity) == 1:
        return pl.col(identity[0])
    if len(identity) == 2 and all(frame.schema[name] == pl.UInt32 for name in identity):
        return pl.col(identity[0]).cast(pl.UInt64) * 2**32 + pl.col(identity[1])
    return pl.struct(identity)


class Block(NamedTuple):
    """The checked rows of a block, and how many rows it had."""

    frame: pl.DataFrame
    findings: list[Finding]
    total: int
    refused: dict[str, Place]


def checked_blocks(
    feeds: Sequence[Feed], files: Sequence[str], done: Callable[[int], None] = lambda _: None
) -> Iterator[Block]:
    """The blocks of the files that feed one table, checked. `files` are the names of all files, for FILE."""
    for feed in feeds:
        number = files.index(feed.name)

        def check(block: raw.Block, feed: Feed = feed) -> Checked:
            return check_block(feed.table, feed.name, feed.headings, block)

        for checked in ahead(check, feed.blocks()):
            frame = checked.good.with_columns(pl.lit(number, pl.UInt16).alias(FILE))
            bad_lines = len({finding.line for finding in checked.findings})
            count = frame.height + bad_lines
            refused = {key: Place(feed.name, line) for line, key in checked.refused}
            done(count)
            yield Block(frame, checked.findings, count, refused)
