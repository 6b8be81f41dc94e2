"""Warming: the database plans the hot statements once, and a service does not fall over when it cannot."""

from __future__ import annotations

from graph_service.app import HOT_STATEMENTS, warm
from graph_service.graph import GraphUnavailable, Neo4jGraph, Plan, Statement, load_statements, open_graph


def test_every_hot_statement_exists() -> None:
    assert set(HOT_STATEMENTS) <= set(load_statements())
    assert len(set(HOT_STATEMENTS)) == len(HOT_STATEMENTS)


async def test_a_database_that_goes_away_meanwhile_is_no_failure() -> None:
    class Gone(Neo4jGraph):
        def __init__(self, graph: Neo4jGraph) -> None:
            self.__dict__.update(graph.__dict__)
            self.tried = 0

        async def plan(self, statement: Statement) -> Plan:
            self.tried += 1
            raise GraphUnavailable("gone", "code")

    async with open_graph("bolt://127.0.0.1:1", "neo4j", "x") as away:
        gone = Gone(away)
        await warm(gone)
        assert gone.tried
