"""Warming: the database plans the hot statements once, and a service does not fall over when it cannot."""

from __future__ import annotations

import pytest

from graph_service.app import HOT_STATEMENTS, warm
from graph_service.graph import GraphUnavailable, Plan, Statement, load_statements, open_graph


def test_every_hot_statement_exists() -> None:
    assert set(HOT_STATEMENTS) <= set(load_statements())
    assert len(set(HOT_STATEMENTS)) == len(HOT_STATEMENTS)


async def test_a_database_that_goes_away_meanwhile_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    async def gone(statement: Statement) -> Plan:
        tried.append(statement.name)
        raise GraphUnavailable("gone", "code")

    async with open_graph("bolt://127.0.0.1:1", "neo4j", "x") as away:
        monkeypatch.setattr(away, "plan", gone)
        await warm(away)
    assert tried
