"""What the graph holds already, typed like what the files say, so that the two can be compared."""

from __future__ import annotations

from collections.abc import Awaitable, Iterable, Mapping, Sequence
from typing import Any, Protocol

import polars as pl

from graph_service.graph import Graph, Runner
from graph_service.imports import queries
from graph_service.imports.changes import AT, ID
from graph_service.imports.checking import UNKNOWN_END, date_code, value_type
from graph_service.imports.registry import Registry
from graph_service.imports.tables import Column, Table

KEYS_A_READ = 5_000
PAGE = 20_000
FROM, TO = "\0from", "\0to"


class ByKey(Protocol):
    """A statement that reads nodes by their keys."""

    def __call__(self, graph: Runner, *, keys: Sequence[str]) -> Awaitable[Sequence[Any]]: ...


class OfPeople(Protocol):
    """A statement that reads relationships of people."""

    def __call__(self, graph: Runner, *, ids: Sequence[Any]) -> Awaitable[list[queries.StoredFact]]: ...


class Paged(Protocol):
    """A statement that reads all nodes of a label, page by page."""

    def __call__(self, graph: Runner, *, after: str, limit: int) -> Awaitable[Sequence[Any]]: ...


async def nodes_by_key(graph: Graph, statement: ByKey, table: Table, keys: Sequence[str]) -> pl.DataFrame:
    """The nodes with these keys: AT, ID and the table's columns."""
    found: list[Any] = []
    for first in range(0, len(keys), KEYS_A_READ):
        found += await statement(graph, keys=keys[first : first + KEYS_A_READ])
    return node_frame(table, found)


async def all_nodes(graph: Graph, statement: Paged) -> list[Any]:
    """All nodes of a label."""
    found: list[Any] = []
    after = ""
    while page := await statement(graph, after=after, limit=PAGE):
        found += page
        after = page[-1].properties["id"]
    return found


def node_frame(table: Table, nodes: Sequence[Any]) -> pl.DataFrame:
    """Nodes as they are stored, with AT, ID and the table's columns; what a column points at is a field of the row."""
    properties = [{**node.properties, **_pointers(node)} for node in nodes]
    frame = pl.DataFrame(
        [
            pl.Series(AT, [node.at for node in nodes], dtype=pl.String),
            pl.Series(ID, [p["id"] for p in properties], dtype=pl.String),
            *_columns(table.columns, properties),
        ]
    )
    return _typed(table, frame)


def _pointers(node: Any) -> dict[str, Any]:
    return {name: getattr(node, name) for name in ("place", "place_from", "industry", "parent") if hasattr(node, name)}


async def facts_of(graph: Graph, statement: OfPeople, table: Table, people: Registry, others: Registry) -> pl.DataFrame:
    """The relationships of the people who were there before: FROM, TO, AT and the table's columns."""
    ids = people.stored_ids()
    parts: list[pl.DataFrame] = []
    for first in range(0, len(ids), KEYS_A_READ):
        facts = await statement(graph, ids=ids[first : first + KEYS_A_READ])
        parts.append(fact_frame(table, facts, people, others))
    return pl.concat(parts) if parts else fact_frame(table, [], people, others)


def fact_frame(table: Table, facts: Sequence[queries.StoredFact], people: Registry, others: Registry) -> pl.DataFrame:
    """Relationships as they are stored, with FROM, TO, AT and the table's columns."""
    columns = [column for column in table.columns if column.kind != "ref"]
    frame = pl.DataFrame(
        [
            people.numbers_of_ids(pl.Series([fact.person_id for fact in facts], dtype=pl.String)).alias(FROM),
            others.numbers_of_ids(pl.Series([fact.other_id for fact in facts], dtype=pl.String)).alias(TO),
            pl.Series(AT, [fact.at for fact in facts], dtype=pl.String),
            *_columns(columns, [fact.properties for fact in facts]),
        ]
    )
    frame = _typed(table, frame)
    if table.name != "jobs":
        return frame
    over = pl.Series([fact.properties.get("current") is False for fact in facts], dtype=pl.Boolean)
    return frame.with_columns(
        pl.when(pl.col("to").is_null() & over).then(UNKNOWN_END).otherwise(pl.col("to")).alias("to")
    )


def _columns(columns: Iterable[Column], properties: Sequence[Mapping[str, Any]]) -> list[pl.Series]:
    return [_column(column, [entry.get(column.name) for entry in properties]) for column in columns]


def _column(column: Column, values: list[Any]) -> pl.Series:
    if column.kind in ("date", "end"):
        return pl.Series(column.name, values, dtype=pl.String)
    if column.kind == "list":
        return pl.Series(column.name, [";".join(value) if value else None for value in values], dtype=pl.String)
    if column.kind == "yes_no":
        values = [None if value is None else int(value) for value in values]
    return pl.Series(column.name, values, dtype=value_type(column))


def _typed(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    dates = [c.name for c in table.columns if c.kind in ("date", "end") and c.name in frame.columns]
    return frame.with_columns(date_code(pl.col(name)).alias(name) for name in dates)
