"""Brings the graph's schema up to date: the files of cypher/schema in order, each once, each safe to run again.

A migration is one file of statements separated by a line that ends in `;`. That it was applied is written into the
graph with a checksum of its text; a file that was changed afterwards is an error, because two graphs would differ.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import NamedTuple

from graph_service.graph.errors import GraphError
from graph_service.graph.protocol import Graph, Runner
from graph_service.graph.statements import Statement, cypher_folder, room_statements, trusted

INDEX_WAIT_S = 600
FULLTEXT = "FULLTEXT"
MAKES_INDEX = re.compile(r"CREATE (?:FULLTEXT )?INDEX (\w+)")
CHANGES_SCHEMA = re.compile(r"CREATE |DROP ")
DROPS_INDEX = re.compile(r"DROP INDEX (\w+)")


class MigrationChanged(GraphError):
    """A schema file that this graph has applied reads differently now."""


class Migration(NamedTuple):
    """One file of cypher/schema: its stem, a checksum of its text, and its statements."""

    name: str
    checksum: str
    statements: tuple[Statement, ...]


def load_migrations() -> list[Migration]:
    """All migrations in the order of their names."""
    found = sorted((cypher_folder() / "schema").iterdir(), key=lambda file: file.name)
    return [_migration(file.name, file.read_text("utf-8")) for file in found if file.name.endswith(".cypher")]


def form_of_data_now() -> str:
    """The last migration: data that is written now is as all of them would make it."""
    return load_migrations()[-1].name


def _migration(file: str, content: str) -> Migration:
    name = file.removesuffix(".cypher")
    code = "\n".join(line for line in content.splitlines() if not line.lstrip().startswith("//"))
    texts = [text.strip() for text in code.split(";\n") if text.strip().rstrip(";")]
    statements = tuple(_schema_statement(name, text.rstrip(";").rstrip()) for text in texts)
    return Migration(name, hashlib.sha256(code.encode()).hexdigest(), statements)


def _schema_statement(name: str, text: str) -> Statement:
    return Statement("schema", name, "", "schema", (), (), text, trusted(text), trusted(text))


async def apply_migrations(graph: Graph) -> list[str]:
    """The names of the migrations that had to be applied now, after waiting for every index to be online.

    Of a graph to which none was applied, all indexes are begun before the first constraint, and filled beside what
    follows. The data of one that a bulk import filled is as the migrations of that day would have made it, and stays.

    Raises MigrationChanged when an applied file was edited. Two services starting at once apply each file twice at the
    worst, which changes nothing.
    """
    statements = room_statements("graph")
    applied = {row["name"]: row["checksum"] for row in await graph.run(statements["applied_migrations"])}
    migrations = load_migrations()
    for migration in migrations:
        if applied.get(migration.name, migration.checksum) != migration.checksum:
            raise MigrationChanged(
                f"cypher/schema/{migration.name}.cypher was changed after it was applied to this graph; "
                "restore it, and put the change into a new file with the next number"
            )
    todo = [migration for migration in migrations if migration.name not in applied]
    indexes = _indexes(todo, dropped_by=migrations)
    if not applied:
        # Filling a full-text index takes one core longer than all the others take the other.
        await _make_indexes(graph, [one for one in indexes if FULLTEXT in one.text])
        await _make_indexes(graph, indexes)
        indexes = []
    filled = await graph.run(statements["form_of_data"]) if todo else ()
    form = str(filled[0]["name"]) if filled else ""
    for migration in todo:
        for statement in migration.statements:
            needed = migration.name > form or CHANGES_SCHEMA.match(statement.text)
            if needed and not MAKES_INDEX.match(statement.text):
                await graph.run(statement)
        await _make_indexes(graph, [one for one in indexes if one in migration.statements])
        await graph.run(statements["record_migration"], name=migration.name, checksum=migration.checksum)
    await graph.run(statements["await_indexes"], seconds=INDEX_WAIT_S)
    return [migration.name for migration in todo]


def _indexes(todo: Sequence[Migration], dropped_by: Sequence[Migration]) -> list[Statement]:
    """The statements that make indexes; not one that a later file drops, which would be filled in vain."""
    dropped = {match[1] for one in dropped_by for each in one.statements if (match := DROPS_INDEX.match(each.text))}
    made = [one for migration in todo for one in migration.statements]
    return [one for one in made if (match := MAKES_INDEX.match(one.text)) and match[1] not in dropped]


async def _make_indexes(graph: Graph, indexes: Sequence[Statement]) -> None:
    """Makes them in one transaction: then the nodes are read once for all of them."""

    async def in_transaction(transaction: Runner) -> None:
        for statement in indexes:
            await transaction.run(statement)

    if indexes:
        await graph.transact(in_transaction)
