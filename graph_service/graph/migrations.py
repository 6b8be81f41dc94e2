"""Brings the graph's schema up to date: the files of cypher/schema in order, each once, each safe to run again.

A migration is one file of statements separated by a line that ends in `;`. That it was applied is written into the
graph with a checksum of its text; a file that was changed afterwards is an error, because two graphs would differ.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from typing import NamedTuple

from graph_service.graph.errors import GraphError
from graph_service.graph.protocol import Graph, Runner
from graph_service.graph.statements import Statement, cypher_folder, room_statements, trusted

INDEX_WAIT_S = 600
MAKES_INDEX = re.compile(r"CREATE (?:FULLTEXT )?INDEX (\w+)")
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

    Raises MigrationChanged when an applied file was edited. Two services starting at once apply each file twice at the
    worst, which changes nothing.
    """
    statements = room_statements("graph")
    applied = {row["name"]: row["checksum"] for row in await graph.run(statements["applied_migrations"])}
    done: list[str] = []
    migrations = load_migrations()
    dropped = {match[1] for one in migrations for each in one.statements if (match := DROPS_INDEX.match(each.text))}
    for migration in migrations:
        if migration.name in applied:
            if applied[migration.name] != migration.checksum:
                raise MigrationChanged(
                    f"cypher/schema/{migration.name}.cypher was changed after it was applied to this graph; "
                    "restore it, and put the change into a new file with the next number"
                )
            continue
        await _apply(graph, migration, dropped)
        await graph.run(statements["record_migration"], name=migration.name, checksum=migration.checksum)
        done.append(migration.name)
    await graph.run(statements["await_indexes"], seconds=INDEX_WAIT_S)
    return done


async def _apply(graph: Graph, migration: Migration, dropped: Collection[str]) -> None:
    """Indexes of one file are made in one transaction: then the nodes are read once for all of them.

    An index that a later file drops is not made: on a large graph it would be filled for nothing.
    """
    indexes = {one: match[1] for one in migration.statements if (match := MAKES_INDEX.match(one.text))}
    for statement in migration.statements:
        if statement not in indexes:
            await graph.run(statement)
    wanted = [statement for statement, name in indexes.items() if name not in dropped]

    async def make_indexes(transaction: Runner) -> None:
        for statement in wanted:
            await transaction.run(statement)

    if wanted:
        await graph.transact(make_indexes)
