"""Warming: the database plans the hot statements once, and a service does not fall over when it cannot."""

from __future__ import annotations

from graph_service.app import HOT_STATEMENTS, warm
from graph_service.graph import GraphUnavailable, Neo4jGraph, Plan, Statement, load_statements, open_graph


class Watched(Neo4jGraph):
    """A graph that remembers what it planned."""

    def __init__(self, graph: Neo4jGraph) -> None:
        self.__dict__.update(graph.__dict__)
        self.planned: list[tuple[str, str]] = []

    async def plan(self, statement: Statement) -> Plan:
        self.planned.append((statement.room, statement.name))
        return await super().plan(statement)


async def test_every_hot_statement_is_planned(database: Neo4jGraph) -> None:
    watched = Watched(database)
    await warm(watched)
    assert sorted(watched.planned) == sorted(HOT_STATEMENTS)


def test_every_hot_statement_exists() -> None:
    assert set(HOT_STATEMENTS) <= set(load_statements())
    assert len(set(HOT_STATEMENTS)) == len(HOT_STATEMENTS)


async def test_a_database_that_goes_away_meanwhile_is_no_failure() -> None:
    class Gone(Watched):
        async def plan(self, statement: Statement) -> Plan:
            raise GraphUnavailable("gone", "code")

    async with open_graph("bolt://127.0.0.1:1", "neo4j", "x") as away:
        gone = Gone(away)
        await warm(gone)
        assert gone.planned == []
