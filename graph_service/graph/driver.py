"""Statements on a real Neo4j through its driver: managed transactions, time limits, errors translated."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any, TypeVar, cast

from neo4j import (
    READ_ACCESS,
    WRITE_ACCESS,
    AsyncDriver,
    AsyncGraphDatabase,
    AsyncManagedTransaction,
    AsyncResult,
    AsyncSession,
    NotificationMinimumSeverity,
    Query,
    unit_of_work,  # pyright: ignore[reportUnknownVariableType]
)
from neo4j.exceptions import DriverError, Neo4jError

from graph_service.graph.errors import GraphFull, translated
from graph_service.graph.protocol import Plan, Record, Runner
from graph_service.graph.statements import Statement, load_statements

T = TypeVar("T")

CONNECTION_TIMEOUT_S = 3.0
RETRY_TIME_S = 5.0
FIRST_PAUSE_S = 0.2
IDLE_CHECK_S = 30.0


class Neo4jGraph:
    """A graph in Neo4j. One of it, and so one driver, serves a whole process."""

    def __init__(self, driver: AsyncDriver, database: str | None, statement_timeout_s: float) -> None:
        self._driver = driver
        self._database = database
        self._timeout = statement_timeout_s

    def with_timeout(self, statement_timeout_s: float) -> Neo4jGraph:
        """The same graph with another time limit, for work that nobody waits for at a screen."""
        return Neo4jGraph(self._driver, self._database, statement_timeout_s)

    async def run(self, statement: Statement, **parameters: Any) -> list[Record]:
        """The rows of one statement, read or written by its declared mode. Raises GraphError."""
        query = Query(statement.wire, timeout=self._timeout)
        try:
            if statement.mode == "read":
                return await self._read(query, parameters)
            if statement.mode in ("auto", "schema"):
                return await self._run_once(query, parameters)
            return await self._driver.execute_query(
                query, {"p": parameters}, database_=self._database, result_transformer_=_records
            )
        except (Neo4jError, DriverError) as error:
            raise translated(error) from error

    async def _read(self, query: Query, parameters: dict[str, Any]) -> list[Record]:
        """The rows of one reading statement, tried again as the driver would try a transaction of several.

        A transaction for a single statement is one message to the database and one answer, instead of two of each:
        about a quarter less time for a short statement. The driver leaves the trying again to us then.
        """
        pauses = _pauses()
        while True:
            try:
                return await self._run_once(query, parameters, READ_ACCESS)
            except (Neo4jError, DriverError) as error:
                pause = next(pauses, None)
                if pause is None or not _worth_trying_again(error):
                    raise
            await asyncio.sleep(pause)

    async def _run_once(self, query: Query, parameters: dict[str, Any], access: str = WRITE_ACCESS) -> list[Record]:
        async with self._session(access) as session:
            return await _records(await session.run(query, {"p": parameters}))

    async def transact(self, work: Callable[[Runner], Awaitable[T]]) -> T:
        """What `work` returns, all its statements in one write transaction; tried again when that can help."""

        @unit_of_work(timeout=self._timeout)
        async def in_transaction(transaction: AsyncManagedTransaction) -> T:
            return await work(_TransactionRunner(transaction))

        try:
            async with self._session() as session:
                return await session.execute_write(in_transaction)
        except (Neo4jError, DriverError) as error:
            raise translated(error) from error

    async def plan(self, statement: Statement) -> Plan:
        """The plan of a statement, made and kept by the database but not run."""
        try:
            async with self._session() as session:
                result = await session.run(Query("EXPLAIN " + statement.wire), {"p": {}})
                columns = tuple(result.keys())
                summary = await result.consume()
        except (Neo4jError, DriverError) as error:
            raise translated(error) from error
        plan = cast(dict[str, Any], summary.plan or {})  # pyright: ignore[reportUnknownMemberType]
        return Plan(tuple(_operators(plan)), columns, str(summary.query_type))

    def _session(self, access: str = WRITE_ACCESS) -> AsyncSession:
        return self._driver.session(  # pyright: ignore[reportUnknownMemberType]
            database=self._database,
            default_access_mode=access,
            bookmark_manager=self._driver.execute_query_bookmark_manager,
        )

    async def moment(self) -> str:
        """The database's bookmark of now. Equal ones: nothing was written from the one to the other.

        What is read of this graph from then on is no older than the bookmark.
        """
        await self.ping()
        return " ".join(sorted(await self._driver.execute_query_bookmark_manager.get_bookmarks()))

    async def ping(self) -> None:
        """Nothing, when the database answers; raises GraphError otherwise."""
        await self.run(load_statements()["graph", "alive"])


def _pauses() -> Iterator[float]:
    """How long to wait before each further try, until it has been tried for long enough."""
    began, pause = time.monotonic(), FIRST_PAUSE_S
    while time.monotonic() - began < RETRY_TIME_S:
        yield pause * random.uniform(0.8, 1.2)
        pause *= 2


def _worth_trying_again(error: Neo4jError | DriverError) -> bool:
    """Whether the same statement may succeed in a moment; one that needs more memory than there is will not."""
    return error.is_retryable() and not isinstance(translated(error), GraphFull)


class _TransactionRunner:
    """Runs statements in a transaction that somebody else commits."""

    def __init__(self, transaction: AsyncManagedTransaction) -> None:
        self._transaction = transaction

    async def run(self, statement: Statement, **parameters: Any) -> list[Record]:
        return await _records(await self._transaction.run(statement.wire, {"p": parameters}))


def _operators(plan: dict[str, Any]) -> Iterator[str]:
    yield str(plan.get("operatorType", ""))
    for child in plan.get("children", ()):
        yield from _operators(child)


async def _records(result: AsyncResult) -> list[Record]:
    # Statements return scalars, lists and maps: looking through them for nodes, as `data()` does, would cost as much as
    # reading them.
    eager = await result.to_eager_result()
    return [dict(zip(eager.keys, record.values(), strict=True)) for record in eager.records]


@asynccontextmanager
async def open_graph(
    uri: str,
    user: str,
    password: str,
    *,
    database: str | None = None,
    pool_size: int = 32,
    statement_timeout_s: float = 5,
) -> AsyncGenerator[Neo4jGraph]:
    """A graph for the time of the `async with`. It connects at first use, so an absent database is no error."""
    driver = AsyncGraphDatabase.driver(  # pyright: ignore[reportUnknownMemberType]
        uri,
        auth=(user, password),
        max_connection_pool_size=pool_size,
        connection_timeout=CONNECTION_TIMEOUT_S,
        connection_acquisition_timeout=RETRY_TIME_S,
        max_transaction_retry_time=RETRY_TIME_S,
        liveness_check_timeout=IDLE_CHECK_S,
        notifications_min_severity=NotificationMinimumSeverity.OFF,
        user_agent="graph-service",
    )
    async with driver:
        yield Neo4jGraph(driver, database, statement_timeout_s)
