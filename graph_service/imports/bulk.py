"""The bulk import: fills an empty embedded graph through neo4j-admin, from CSV files that are written here.

The way of the rows is that of every import (pipeline.py), with nothing to compare with and files as the sink. Until the
engine has exchanged the empty graph for the full one, the empty one stays: killed at any moment, it is done again.
"""

from __future__ import annotations

import asyncio
import shutil
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
from filelock import FileLock, Timeout

from graph_service.access.states import Defaults, school_defaults, state_labels
from graph_service.engine import ImportFiles, attach, bulk_import
from graph_service.graph import Graph, form_of_data_now
from graph_service.imports import queries
from graph_service.imports.ahead import ahead
from graph_service.imports.changes import ID
from graph_service.imports.checking import date_text, first_month
from graph_service.imports.errors import GraphNotEmpty, ImportRefused, ImportRunning
from graph_service.imports.facts import FactsOfPeople
from graph_service.imports.options import ImportOptions, Progress, Tell, silent
from graph_service.imports.pipeline import Pipeline
from graph_service.imports.properties import property_columns
from graph_service.imports.reading import open_source
from graph_service.imports.report import ImportReport
from graph_service.imports.search import NAMES, SearchTextsOfPeople
from graph_service.imports.service import arranged, report_of
from graph_service.imports.sinks import LABELS, Facts, order_keys
from graph_service.imports.stored import FROM, TO
from graph_service.settings import Settings

SLICE = 100_000
TYPES = {
    "memberships": "MEMBER_OF",
    "jobs": "WORKED_AT",
    "skills": "HAS_SKILL",
    "attendance": "ATTENDED",
    "group_members": "IN_GROUP",
    "connections": "KNOWS",
}
OTHERS = {
    "memberships": "cohorts",
    "jobs": "employers",
    "skills": "skills",
    "attendance": "events",
    "group_members": "groups",
    "connections": "alumni",
}
CONTEXTS = ("cohorts", "employers", "events", "groups")
SIZE_UNKNOWN = -1
"""How many people are there is counted when the graph is next opened (access/sizes.py)."""
POINTER_TYPES = {"industries": "PART_OF", "places": "PART_OF", "employers": "IN_INDUSTRY"}
POINTS_AT = {"industries": "industries", "places": "places", "employers": "industries"}
READ_MOST = ("id", "order_key", "recent_month", "name", "initials", "pinyin", "search")
"""What searching reads of very many people. The store keeps properties in the order in which they are written, and
whoever reads one goes through those before it: the last of fifteen costs ten times what the first does."""
PACKED = {
    "connections": ("since_month", "source", "since", "as_of"),
    "jobs": ("current", "from_month", "to_month", "level", "function", "from", "title", "source", "to", "as_of"),
    "memberships": ("from_month", "to_month", "as_of", "from", "to"),
    "group_members": ("from_month", "to_month", "as_of", "from", "to"),
}
"""The order in which millions of facts are written: what is read most comes first, and as many as can share a record of
the store. One has four places; a month, a level or yes or no takes one, a date or a function two, a few Chinese
characters three, and what does not fit begins another record."""
MONTHS = {FROM: pl.UInt32, "month": pl.Int32}
JOBS = {FROM: pl.UInt32, TO: pl.UInt32, "title": pl.String}
STATE_COLUMNS = ("listed", "show_connections", "mentor", "bridge")


async def bulk_import_school(
    settings: Settings,
    path: Path,
    options: ImportOptions,
    open_graph: Callable[[], AbstractAsyncContextManager[Graph]],
    progress: Tell = silent,
) -> ImportReport:
    """Fills the empty embedded graph of the settings' data directory, and reports what became of every row.

    `open_graph` opens that graph with its schema, starting the engine when it does not run; it is asked before, when
    there is a graph already, and afterwards, so that constraints and indexes are there at the end. Raises ImportRefused
    when nothing can be done, GraphNotEmpty when the graph holds anybody.
    """
    began = time.monotonic()
    if settings.neo4j_uri:
        raise ImportRefused(
            "A bulk import fills the embedded engine, and GRAPH_SERVICE_NEO4J_URI names another. Import without --bulk."
        )
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with _alone(settings.data_dir) as folder:
        overwrite = await _only_empty(settings, open_graph)
        source = await asyncio.to_thread(open_source, path)
        arrangement = arranged(source, options)
        sink = CsvSink(folder, school_defaults(settings), progress)
        pipeline = Pipeline(arrangement, options, options.source or source.name, None, sink, progress)
        await pipeline.run()
        report = report_of(pipeline, source, time.monotonic() - began)
        if options.dry_run:
            return report
        sink.write_run(report)
        progress(Progress("filling the graph", 0, 0))
        await asyncio.to_thread(_fill, settings, sink, overwrite)
    progress(Progress("building indexes", 0, 0))
    async with open_graph():
        return replace(report, seconds=time.monotonic() - began)


def _fill(settings: Settings, sink: CsvSink, overwrite: bool) -> None:
    bulk_import(
        settings,
        sink.nodes_files,
        sink.relationship_files,
        overwrite=overwrite,
        id_type="integer",
        multiline=sink.multiline,
    )


@contextmanager
def _alone(data_dir: Path) -> Any:
    """A folder for the files of one bulk import; what a killed one left there is removed."""
    folder = data_dir / "bulk-import"
    lock = FileLock(data_dir / "bulk-import.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise ImportRunning(f"Another bulk import fills {data_dir}. Wait for it.") from error
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        lock.release()


async def _only_empty(settings: Settings, open_graph: Callable[[], AbstractAsyncContextManager[Graph]]) -> bool:
    """Whether there is an empty graph to put another in place of; raises GraphNotEmpty when it is not empty."""
    from graph_service.engine.home import DataDirectory

    if attach(settings, wait_s=0) is not None:
        raise ImportRunning("The embedded engine runs, and a bulk import needs it stopped: graph-service db stop.")
    if not DataDirectory(settings.data_dir).has_data:
        return False
    async with open_graph() as graph:
        if not await queries.graph_is_empty(graph):
            raise GraphNotEmpty(
                f"The graph in {settings.data_dir} holds people or accounts, and a bulk import needs an empty one. "
                "Import without --bulk, or into another --data directory."
            )
    return True


class CsvSink:
    """Takes everything as new and writes it into CSV files for neo4j-admin."""

    def __init__(self, folder: Path, defaults: Defaults, tell: Tell = silent) -> None:
        self._folder = folder
        self._defaults = defaults
        self._tell = tell
        self._made_at = datetime.now(UTC).isoformat()
        self._numbers: dict[str, dict[str, int]] = {}
        self._counts: dict[str, int] = {}
        self._alumni: pl.DataFrame = pl.DataFrame()
        self._employer_names: list[str] = []
        self._intakes: pl.Series = pl.Series([], dtype=pl.Int32)
        self._jobs = pl.DataFrame(schema=JOBS)
        self._recent = [pl.DataFrame(schema=MONTHS)]
        self._facts_of = FactsOfPeople()
        self.nodes_files: list[ImportFiles] = []
        self.relationship_files: list[ImportFiles] = []
        self.multiline = False

    async def nodes(self, table: str, rows: pl.DataFrame) -> None:
        numbers = self._number(table, rows.height)
        if table == "alumni":
            await asyncio.to_thread(self._keep_alumni, numbers, rows)
            return
        if table in POINTS_AT or table == "places":
            self._numbers.setdefault(table, {}).update(zip(rows[ID].to_list(), numbers.to_list(), strict=True))
        self._facts_of.named(table, rows[ID])
        if table == "employers":
            self._employer_names += rows["name"].to_list()
        if table == "cohorts":
            self._intakes = rows["intake_year"]
        frame = rows.select(_id_column(table, numbers), pl.col(ID).alias("id"), *property_columns(table))
        if table in CONTEXTS:
            frame = frame.with_columns(pl.lit(SIZE_UNKNOWN).alias("listed_size"))
        self._write_nodes(LABELS[table], table, frame)

    async def skills(self, rows: pl.DataFrame) -> None:
        self._facts_of.named("skills", rows[ID])
        numbers = self._number("skills", rows.height)
        self._write_nodes(
            "Skill", "skills", rows.select(_id_column("skills", numbers), pl.col(ID).alias("id"), "name", "normal_name")
        )

    async def pointers(self, table: str, rows: pl.DataFrame) -> None:
        rows = rows.filter(pl.col(TO).is_not_null())
        if table == "employers":
            self._facts_of.industries(rows[FROM], rows[TO])
        ends = self._ends(table, rows[FROM], POINTS_AT[table], rows[TO])
        self._write_relationships(POINTER_TYPES[table], ends)

    async def homes(self, rows: pl.DataFrame) -> None:
        rows = rows.filter(pl.col(TO).is_not_null())
        if rows.is_empty():
            return
        known = self._alumni.select(pl.col("id").alias(ID), pl.col(":ID(alumni)").alias(":START_ID(alumni)"))
        numbers = pl.Series([self._numbers["places"][place] for place in rows[TO]], dtype=pl.UInt32)
        rows = rows.with_columns(numbers.alias(":END_ID(places)")).join(known, on=ID, how="left", maintain_order="left")
        self._facts_of.homes(rows[":START_ID(alumni)"], rows[TO])
        frame = rows.select(
            ":START_ID(alumni)",
            ":END_ID(places)",
            date_text(pl.col("place_from")).alias("from"),
            first_month(pl.col("place_from")).alias("from_month"),
            pl.lit(True).alias("current"),
            "source",
            date_text(pl.col("as_of")).alias("as_of"),
        )
        self._write_relationships("LIVES_IN", frame)

    async def facts(self, table: str, facts: Facts) -> None:
        await asyncio.to_thread(self._facts, table, facts)

    def _facts(self, table: str, facts: Facts) -> None:
        self._tell(Progress(f"writing {table}", 0, 0))
        self._remember(table, facts.rows)
        ends = {FROM: ":START_ID(alumni)", TO: f":END_ID({OTHERS[table]})"}
        for part in facts.rows.iter_slices(10 * SLICE):
            properties = part.select(FROM, TO, *property_columns(table))
            self._facts_of.said(table, properties)
            packed = _beginning_with(properties, (FROM, TO, *PACKED.get(table, ())))
            self._write_relationships(TYPES[table], packed.rename(ends))

    async def remove_nodes(self, rows: pl.DataFrame) -> None:
        """There is nothing to remove from an empty graph."""

    async def finish(self) -> None:
        """Writes the alumni, now that their employers, titles and cohorts are known."""
        await asyncio.to_thread(self._write_alumni)

    def write_run(self, report: ImportReport) -> None:
        """Writes the nodes that tell of this import and of the school's defaults."""
        run = {"id": str(uuid.uuid4()), "source": report.source, "digest": report.digest, "state": "done"}
        run |= {"ledger": report.ledger_json()}
        frame = pl.DataFrame({":ID(runs)": [0], **{name: [value] for name, value in run.items()}})
        self._write_nodes("ImportRun", "runs", frame.with_columns(pl.lit(self._made_at).alias("at:datetime")))
        listed, shown = self._defaults
        school = {"data_form": form_of_data_now(), "default_listed": listed, "applied_listed": listed}
        answers = {"default_show_connections": shown, "applied_show_connections": shown}
        self._write_nodes(
            "School", "school", pl.DataFrame({":ID(school)": [0], "key": ["school"], **school, **answers})
        )

    # --- alumni -------------------------------------------------------------------------------------------------------

    def _keep_alumni(self, numbers: pl.Series, rows: pl.DataFrame) -> None:
        properties = rows.select(_id_column("alumni", numbers), pl.col(ID).alias("id"), *property_columns("alumni"))
        file = self._folder / "alumni.arrow"
        properties.write_ipc(file)
        self._alumni = properties.select(":ID(alumni)", "id")

    def _remember(self, table: str, rows: pl.DataFrame) -> None:
        """Keeps what search and recency are derived from."""
        begins = first_month(pl.col("from")) if "from" in rows.columns else pl.lit(None, pl.Int32)
        if table == "jobs":
            self._jobs = rows.select(FROM, TO, "title")
        if table == "memberships":
            intakes = self._intakes.gather(rows[TO]) * 12
            begins = pl.coalesce(begins, intakes.alias("from"))
        if table in ("jobs", "memberships"):
            months = rows.select(FROM, begins.alias("month")).drop_nulls()
            self._recent.append(months.group_by(FROM).agg(pl.col("month").max()))

    def _write_alumni(self) -> None:
        searches = SearchTextsOfPeople(self._jobs, pl.Series(self._employer_names, dtype=pl.String))
        recent = pl.concat(self._recent).group_by(FROM).agg(pl.col("month").max())
        people = pl.scan_ipc(self._folder / "alumni.arrow")
        total = self._alumni.height
        self._alumni = pl.DataFrame()

        def made(first: int) -> pl.DataFrame:
            part = people.slice(first, SLICE).collect()
            search = searches.of(part.select(":ID(alumni)", *NAMES)).alias("search")
            numbers = part.select(pl.col(":ID(alumni)").alias(FROM))
            months = numbers.join(recent, on=FROM, how="left", maintain_order="left")["month"].fill_null(0)
            part = part.with_columns(search, order_keys(part["id"]), months.alias("recent_month"))
            known = part.select(":ID(alumni)", "pinyin", "initials", "order_key", "recent_month", "mentor")
            part = part.with_columns(self._facts_of.of(known))
            return _beginning_with(self._with_state(part), READ_MOST)

        written = 0
        for rows in ahead(made, range(0, total, SLICE)):
            self._write_nodes("", "alumni", rows, types={"recent_month": "long"})
            written += rows.height
            self._tell(Progress("writing alumni", written, total))

    def _with_state(self, part: pl.DataFrame) -> pl.DataFrame:
        """With the labels of the answers, the order key and the times."""
        answers = part.select(STATE_COLUMNS)
        labels: Mapping[tuple[Any, ...], str] = {
            row: ";".join(["Alumnus", *sorted(state_labels(row[0], row[1], row[2], row[3], self._defaults))])
            for row in answers.unique().iter_rows()
        }
        at = pl.lit(self._made_at)
        return part.with_columns(
            pl.Series(":LABEL", [labels[row] for row in answers.iter_rows()]),
            at.alias("created_at:datetime"),
            at.alias("updated_at:datetime"),
        )

    # --- files --------------------------------------------------------------------------------------------------------

    def _number(self, table: str, count: int) -> pl.Series:
        first = self._counts.get(table, 0)
        self._counts[table] = first + count
        return pl.Series(range(first, first + count), dtype=pl.UInt32)

    def _ends(self, table: str, begin: pl.Series, others: str, end: pl.Series) -> pl.DataFrame:
        of, to = self._numbers[table], self._numbers[others]
        return pl.DataFrame(
            {
                f":START_ID({table})": pl.Series([of[text] for text in begin], dtype=pl.UInt32),
                f":END_ID({others})": pl.Series([to[text] for text in end], dtype=pl.UInt32),
            }
        )

    def _write_nodes(self, label: str, group: str, frame: pl.DataFrame, types: Mapping[str, str] | None = None) -> None:
        self._write(self.nodes_files, label, frame, types or {})

    def _write_relationships(self, kind: str, frame: pl.DataFrame) -> None:
        self._write(self.relationship_files, kind, frame, {})

    def _write(self, into: list[ImportFiles], name: str, frame: pl.DataFrame, types: Mapping[str, str]) -> None:
        if frame.is_empty():
            return
        lists = [column for column, dtype in frame.schema.items() if dtype == pl.List]
        frame = frame.with_columns(pl.col(column).list.join(";") for column in lists)
        texts = [column for column, dtype in frame.schema.items() if dtype == pl.String and column in ("about",)]
        if texts and frame.select(pl.any_horizontal(pl.col(texts).str.contains("\n")).any()).item():
            self.multiline = True
        number = sum(len(files.files) for files in (*self.nodes_files, *self.relationship_files))
        path = self._folder / f"{number:05d}.csv"
        header = [_heading(column, dtype, column in lists, types) for column, dtype in frame.schema.items()]
        frame.rename(dict(zip(frame.columns, header, strict=True))).write_csv(path)
        into.append(ImportFiles(name, [path]))


def _beginning_with(rows: pl.DataFrame, first: Sequence[str]) -> pl.DataFrame:
    return rows.select(*first, pl.exclude(first))


def _id_column(table: str, numbers: pl.Series) -> pl.Series:
    return numbers.alias(f":ID({table})")


def _heading(column: str, dtype: pl.DataType, is_list: bool, types: Mapping[str, str]) -> str:
    if ":" in column:
        return column
    if is_list:
        return f"{column}:string[]"
    if dtype == pl.Boolean:
        return f"{column}:boolean"
    return f"{column}:long" if dtype.is_integer() else f"{column}:string"


__all__ = ["CsvSink", "bulk_import_school"]
