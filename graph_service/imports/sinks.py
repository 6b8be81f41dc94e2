"""Where an import puts what it found to be new or different: into the graph, or nowhere (a dry run)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple, Protocol

import polars as pl

from graph_service.directory.names import initials_of, pinyin_of, search_text
from graph_service.graph import Graph
from graph_service.imports import queries
from graph_service.imports.changes import AT, CREATED, ID, STATUS, UPDATED, was
from graph_service.imports.checking import date_text, first_month, last_month
from graph_service.imports.options import Progress, Tell, silent
from graph_service.imports.properties import property_columns
from graph_service.imports.registry import Registry
from graph_service.imports.stored import FROM, TO
from graph_service.imports.writer import Write, Writer

DERIVED_A_TIME = 2_000

LABELS: Mapping[str, str] = {
    "industries": "Industry",
    "places": "Place",
    "cohorts": "Cohort",
    "events": "Event",
    "groups": "Group",
    "employers": "Employer",
    "alumni": "Alumnus",
    "skills": "Skill",
}
FACTS: Mapping[str, Write] = {
    "memberships": queries.create_memberships,
    "jobs": queries.create_jobs,
    "skills": queries.create_skills,
    "attendance": queries.create_attendance,
    "group_members": queries.create_group_members,
    "connections": queries.create_connections,
}
POINTERS: Mapping[str, Write] = {
    "industries": queries.set_industry_parents,
    "places": queries.set_place_parents,
    "employers": queries.set_employer_industries,
}


class Facts(NamedTuple):
    """The facts of a table: FROM, TO, AT, STATUS and its columns; and the element ids of those that are to go."""

    rows: pl.DataFrame
    gone: pl.Series
    people: Registry
    others: Registry


class Sink(Protocol):
    """Takes what is new or different."""

    async def nodes(self, table: str, rows: pl.DataFrame) -> None:
        """Nodes with STATUS, ID, AT and the table's columns; those that are unchanged are passed over."""
        ...

    async def skills(self, rows: pl.DataFrame) -> None:
        """New skills: ID, name, normal_name."""
        ...

    async def pointers(self, table: str, rows: pl.DataFrame) -> None:
        """What nodes point at: FROM and TO, ids; TO is null when they point at nothing any more."""
        ...

    async def homes(self, rows: pl.DataFrame) -> None:
        """Where people live: ID, TO (a place's id or null), `place_from`, `until`, `source`, `as_of`."""
        ...

    async def facts(self, table: str, facts: Facts) -> None:
        """Facts about people."""
        ...

    async def remove_nodes(self, rows: pl.DataFrame) -> None:
        """Nodes that are gone: AT."""
        ...

    async def finish(self) -> None:
        """Everything has been given: makes what is derived."""
        ...


class GraphSink:
    """Writes into a graph; with a dry writer, nowhere."""

    def __init__(self, graph: Graph, writer: Writer, tell: Tell = silent) -> None:
        self._graph = graph
        self._writer = writer
        self._tell = tell

    async def _write(self, step: str, statement: Write, rows: pl.DataFrame) -> None:
        written = 0

        def done(count: int) -> None:
            nonlocal written
            written += count
            self._tell(Progress(step, written, rows.height))

        await self._writer.write(statement, rows, done)

    async def nodes(self, table: str, rows: pl.DataFrame) -> None:
        created, updated = rows.filter(pl.col(STATUS) == CREATED), rows.filter(pl.col(STATUS) == UPDATED)
        properties = property_columns(table)
        if table == "alumni":
            made = created.with_columns(order_keys(created[ID]))
            made = made.select(pl.struct(pl.col(ID).alias("id"), pl.col("order_key"), *properties).alias("properties"))
            await self._write("writing alumni", queries.create_alumni, made)
        else:
            made = created.select(pl.struct(pl.col(ID).alias("id"), *properties).alias("properties"))
            await self._write(f"writing {table}", partial(queries.create_nodes, label=LABELS[table]), made)
        changed = updated.select(pl.col(AT).alias("at"), pl.struct(*properties).alias("properties"))
        await self._writer.write(queries.update_alumni if table == "alumni" else queries.update_nodes, changed)
        if table == "employers" and updated.height:
            renamed = updated.filter(pl.col("name").ne_missing(was("name")))
            await self._writer.write(queries.mark_staff_of, renamed.select(pl.col(AT).alias("at")))

    async def skills(self, rows: pl.DataFrame) -> None:
        made = rows.select(pl.struct(pl.col(ID).alias("id"), "name", "normal_name").alias("properties"))
        await self._writer.write(partial(queries.create_nodes, label=LABELS["skills"]), made)

    async def pointers(self, table: str, rows: pl.DataFrame) -> None:
        await self._writer.write(POINTERS[table], rows.select(pl.col(FROM).alias("from"), pl.col(TO).alias("to")))

    async def homes(self, rows: pl.DataFrame) -> None:
        properties = pl.struct(
            date_text(pl.col("place_from")).alias("from"),
            first_month(pl.col("place_from")).alias("from_month"),
            "source",
            date_text(pl.col("as_of")).alias("as_of"),
        )
        until = pl.coalesce(pl.when(pl.col("place_from") > 0).then(pl.col("place_from")), "as_of")
        await self._writer.write(
            queries.move_alumni,
            rows.select(
                pl.col(ID).alias("from"),
                pl.col(TO).alias("to"),
                date_text(until).alias("until"),
                last_month(until).alias("until_month"),
                properties.alias("properties"),
            ),
        )

    async def facts(self, table: str, facts: Facts) -> None:
        rows, properties = facts.rows, pl.struct(property_columns(table)).alias("properties")
        await self._writer.write(queries.delete_relationships, pl.DataFrame([facts.gone.alias("at")]))
        updated = rows.filter(pl.col(STATUS) == UPDATED)
        await self._writer.write(queries.update_relationships, updated.select(pl.col(AT).alias("at"), properties))
        created = rows.filter(pl.col(STATUS) == CREATED)
        await self._write(f"writing {table}", FACTS[table], _with_ids(created.select(FROM, TO, properties), facts))

    async def remove_nodes(self, rows: pl.DataFrame) -> None:
        await self._writer.write(queries.delete_nodes, rows.select(pl.col(AT).alias("at")))

    async def finish(self) -> None:
        """Makes the derived properties of everybody who is marked, those marked by an interrupted import included."""
        if self._writer.dry:
            return
        done = 0
        while pending := await queries.pending_alumni(self._graph, limit=DERIVED_A_TIME):
            done += len(pending)
            self._tell(Progress("deriving", done, 0))
            await self._writer.write_rows(queries.write_derived, [derived(person) for person in pending])


def _with_ids(rows: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    return rows.select(
        facts.people.ids(rows[FROM]).alias("from"), facts.others.ids(rows[TO]).alias("to"), pl.col("properties")
    )


def order_keys(ids: pl.Series) -> pl.Series:
    """The order key of each of these ids, as `order_key_of` makes it: their first fifteen digits."""
    digits = ids.str.slice(0, 8) + ids.str.slice(9, 4) + ids.str.slice(14, 3)
    return digits.str.to_integer(base=16).alias("order_key")


def derived(person: queries.PendingAlumnus) -> dict[str, object]:
    """The properties of somebody that are made from others."""
    pinyin = person.pinyin or pinyin_of(person.name)
    initials = initials_of(pinyin)
    search = search_text(person.name, person.name_latin, pinyin, initials, person.employers, person.titles)
    made = {"pinyin": pinyin, "initials": initials, "search": search, "recent_month": person.recent_month}
    return {"id": person.id, "properties": made}
