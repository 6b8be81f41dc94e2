"""What the service asks the graph for one request, written down, and asked again without the service.

A request is answered once in this process by the same application, on a graph that notes every statement with its
parameters. Statements that were under way at the same time form a wave: they are sent at the same time again, so that
the service gets no credit, and pays no price, for asking them side by side. The look-up of the token, which goes with
every question, is not part of the question's own Cypher.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple, TypeVar

from neo4j import AsyncDriver, RoutingControl

from graph_service.graph import Neo4jGraph, Plan, Runner, Statement
from graph_service.graph.protocol import Record

T = TypeVar("T")
WHO_ASKS = ("access", "token_holder")


class Call(NamedTuple):
    """A statement and the parameters it was run with."""

    statement: Statement
    parameters: dict[str, Any]


Wave = list[Call]


class RecordingGraph:
    """A graph that notes what is run on it."""

    def __init__(self, graph: Neo4jGraph) -> None:
        self._graph = graph
        self._under_way = 0
        self._waves: list[Wave] = []

    def taken(self) -> list[Wave]:
        """What was run since the last time, and a clean sheet."""
        waves, self._waves = self._waves, []
        return waves

    async def run(self, statement: Statement, **parameters: Any) -> list[Record]:
        """The rows of the statement, which is noted."""
        return await self.noted(self._graph, statement, parameters)

    async def transact(self, work: Callable[[Runner], Awaitable[T]]) -> T:
        """What `work` returns; its statements are noted."""

        async def noting(transaction: Runner) -> T:
            return await work(_NotingRunner(self, transaction))

        return await self._graph.transact(noting)

    async def plan(self, statement: Statement) -> Plan:
        """The plan of a statement."""
        return await self._graph.plan(statement)

    async def ping(self) -> None:
        """Nothing, when the database answers."""
        await self._graph.ping()

    async def noted(self, runner: Runner, statement: Statement, parameters: dict[str, Any]) -> list[Record]:
        """The rows of the statement, run by that runner and noted unless it asks who asks."""
        if (statement.room, statement.name) == WHO_ASKS:
            return await runner.run(statement, **parameters)
        if not self._under_way or not self._waves:
            self._waves.append([])
        self._waves[-1].append(Call(statement, parameters))
        self._under_way += 1
        try:
            return await runner.run(statement, **parameters)
        finally:
            self._under_way -= 1


class _NotingRunner:
    def __init__(self, notes: RecordingGraph, runner: Runner) -> None:
        self._notes, self._runner = notes, runner

    async def run(self, statement: Statement, **parameters: Any) -> list[Record]:
        return await self._notes.noted(self._runner, statement, parameters)


class Replay(NamedTuple):
    """How long a question's own Cypher took, in ms, and each of its statements."""

    ms: float
    statements: list[tuple[str, float]]


async def replay(driver: AsyncDriver, waves: list[Wave]) -> Replay:
    """Asks the database the recorded statements through the driver and nothing else."""
    each: list[tuple[str, float]] = []
    began = time.perf_counter()
    for wave in waves:
        if len(wave) == 1:
            each.append(await _ask(driver, wave[0]))
        else:
            each += await asyncio.gather(*(_ask(driver, call) for call in wave))
    return Replay((time.perf_counter() - began) * 1000, each)


async def _ask(driver: AsyncDriver, call: Call) -> tuple[str, float]:
    statement = call.statement
    routing = RoutingControl.READ if statement.mode == "read" else RoutingControl.WRITE
    began = time.perf_counter()
    await driver.execute_query(statement.wire, {"p": call.parameters}, routing_=routing)
    return statement.name, (time.perf_counter() - began) * 1000
