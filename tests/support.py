"""Small helps that tests of several rooms share: set-up Cypher, ids that can be read, a graph that plans once."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from graph_service.graph import Neo4jGraph, Runner, Statement
from graph_service.graph.statements import Mode, Parameter, in_one_map, trusted, used_parameters

T = TypeVar("T")

_NAMESPACE = uuid.UUID("6f1c1a52-7b54-4d39-9d5f-2b6f0a4f1e11")


def statement(text: str, mode: Mode = "write") -> Statement:
    """Set-up Cypher of a test as a statement that a graph runs; its parameters are those of its text."""
    params = tuple(Parameter(name, "any", "") for name in sorted(used_parameters(text)))
    wire = trusted(in_one_map(text))
    return Statement("tests", "inline", "set-up of a test", mode, params, (), text, trusted(text), wire)


def stable_id(name: str) -> str:
    """A random-looking UUID that is always the same for one name.

    >>> stable_id("anna") == stable_id("anna") != stable_id("ben")
    True
    """
    return str(uuid.uuid5(_NAMESPACE, name))


class PlannedOnce(Neo4jGraph):
    """A graph on which every statement keeps the plan that it was given first.

    The database plans a statement anew when what it knows of the graph has changed by three quarters, every ten seconds
    at most. In a test everything changes with each network, and so planning would be most of what the database does.
    """

    def __init__(self, graph: Neo4jGraph) -> None:
        self.__dict__.update(graph.__dict__)

    def with_timeout(self, statement_timeout_s: float) -> Neo4jGraph:
        return PlannedOnce(super().with_timeout(statement_timeout_s))

    async def run(self, statement: Statement, **parameters: Any) -> list[dict[str, Any]]:
        return await super().run(_planned_once(statement), **parameters)

    async def transact(self, work: Callable[[Runner], Awaitable[T]]) -> T:
        return await super().transact(lambda transaction: work(_PlannedOnceRunner(transaction)))


class _PlannedOnceRunner:
    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    async def run(self, statement: Statement, **parameters: Any) -> list[dict[str, Any]]:
        return await self._runner.run(_planned_once(statement), **parameters)


def _planned_once(statement: Statement) -> Statement:
    if statement.mode == "schema":
        return statement
    return statement._replace(wire=trusted(f"CYPHER replan=skip {statement.wire}"))
