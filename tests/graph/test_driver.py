"""Statements on a real server: rows, transactions, time limits, and what each failure becomes."""

from __future__ import annotations

import asyncio
import socket

import pytest
from neo4j import exceptions as neo4j

from graph_service.engine import Engine
from graph_service.graph import (
    ConstraintViolated,
    GraphError,
    GraphFull,
    GraphRefused,
    GraphUnavailable,
    Neo4jGraph,
    Row,
    Runner,
    SchemaMissing,
    StatementTimedOut,
    open_graph,
    rows_as,
)
from graph_service.graph.driver import _worth_trying_again
from graph_service.graph.errors import StatementFailed, translated
from tests.support import statement

SLOW = statement("UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN sum(a * b) AS total", "read")
NO_SUCH_INDEX = statement("CALL db.index.fulltext.queryNodes('no_such', 'x') YIELD node RETURN node.id AS id", "read")
ADD = statement("CREATE (:Skill {id: $id, normal_name: $id})")
COUNT = statement("MATCH (n:Skill) RETURN count(n) AS number", "read")


class Number(Row):
    number: int


async def number(graph: Neo4jGraph) -> int:
    return rows_as(Number, await graph.run(COUNT))[0].number


async def test_what_is_written_is_read_next(graph: Neo4jGraph) -> None:
    for at in range(5):
        await graph.run(ADD, id=f"s{at}")
        assert await number(graph) == at + 1


async def test_a_transaction_is_all_or_nothing(graph: Neo4jGraph) -> None:
    async def half(run: Runner) -> None:
        await run.run(ADD, id="one")
        raise LookupError

    with pytest.raises(LookupError):
        await graph.transact(half)
    assert await number(graph) == 0


async def test_a_transaction_gives_what_its_work_returns(graph: Neo4jGraph) -> None:
    async def work(run: Runner) -> int:
        await run.run(ADD, id="one")
        return rows_as(Number, await run.run(COUNT))[0].number

    assert await graph.transact(work) == 1


async def test_batches_commit_on_their_own(graph: Neo4jGraph) -> None:
    batches = statement(
        "UNWIND range(1, 10) AS n "
        "CALL (n) { CREATE (:Skill {id: 's' + n, normal_name: 's' + n}) } IN TRANSACTIONS OF 3 ROWS",
        "auto",
    )
    await graph.run(batches)
    assert await number(graph) == 10


async def test_a_slow_statement_is_ended_by_the_server(graph: Neo4jGraph) -> None:
    with pytest.raises(StatementTimedOut):
        await graph.with_timeout(0.2).run(SLOW)


async def test_a_slow_statement_in_a_transaction_is_ended_too(graph: Neo4jGraph) -> None:
    async def work(run: Runner) -> None:
        await run.run(SLOW)

    with pytest.raises(StatementTimedOut):
        await graph.with_timeout(0.2).transact(work)


async def test_a_cancelled_statement_leaves_the_graph_usable(graph: Neo4jGraph) -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await graph.run(SLOW)
    assert await number(graph) == 0


async def test_a_value_that_is_there_already_is_a_violated_constraint(graph: Neo4jGraph) -> None:
    await graph.run(ADD, id="same")
    with pytest.raises(ConstraintViolated) as caught:
        await graph.run(ADD, id="same")
    assert caught.value.code == "Neo.ClientError.Schema.ConstraintValidationFailed"


async def test_a_wrong_password_is_refused(engine: Engine) -> None:
    async with open_graph(engine.uri, engine.user, "wrong") as wrong:
        with pytest.raises(GraphRefused):
            await wrong.ping()
        with pytest.raises(GraphRefused):
            await wrong.plan(COUNT)


async def test_a_database_that_is_away_is_unavailable() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        async with open_graph(f"bolt://127.0.0.1:{unused.getsockname()[1]}", "neo4j", "x") as away:
            with pytest.raises(GraphUnavailable):
                await away.ping()


async def test_a_read_is_tried_again_when_the_connection_is_lost(graph: Neo4jGraph, engine: Engine) -> None:
    connections = 0

    async def forward(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65_536):
            writer.write(data)
        writer.close()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        if connections == 1:
            writer.close()
            return
        there, back = await asyncio.open_connection("127.0.0.1", engine.port)
        await asyncio.gather(forward(reader, back), forward(there, writer))

    async with await asyncio.start_server(accept, "127.0.0.1", 0) as between:
        uri = f"bolt://127.0.0.1:{between.sockets[0].getsockname()[1]}"
        async with open_graph(uri, engine.user, engine.password) as flaky:
            assert await number(flaky) == 0
    assert connections > 1


@pytest.mark.parametrize(
    ("code", "again"),
    [
        ("Neo.TransientError.Transaction.DeadlockDetected", True),
        ("Neo.TransientError.General.MemoryPoolOutOfMemoryError", False),
        ("Neo.ClientError.Statement.SyntaxError", False),
    ],
)
def test_what_cannot_succeed_in_a_moment_is_not_tried_again(code: str, again: bool) -> None:
    assert _worth_trying_again(neo4j.Neo4jError._hydrate_neo4j(code=code, message="it said so")) is again


async def test_a_missing_index_is_a_missing_schema(graph: Neo4jGraph) -> None:
    with pytest.raises(SchemaMissing):
        await graph.run(
            statement("CALL db.index.fulltext.queryNodes('no_such', 'x') YIELD node RETURN node.id AS id", "read")
        )


async def test_nonsense_is_a_fault_of_ours(graph: Neo4jGraph) -> None:
    with pytest.raises(StatementFailed):
        await graph.run(statement("NONSENSE", "read"))


async def test_a_plan_names_operators_columns_and_type(graph: Neo4jGraph) -> None:
    plan = await graph.plan(COUNT)
    assert plan.columns == ("number",)
    assert plan.query_type == "r"
    assert any("NodeCountFromCountStore" in operator for operator in plan.operators)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("Neo.TransientError.General.TransactionMemoryLimit", GraphFull),
        ("Neo.TransientError.Transaction.DeadlockDetected", GraphUnavailable),
        ("Neo.ClientError.Database.DatabaseNotFound", SchemaMissing),
        ("Neo.ClientError.Security.Unauthorized", GraphRefused),
        ("Neo.DatabaseError.Statement.ExecutionFailed", StatementFailed),
    ],
)
def test_codes_of_the_server_become_errors_of_the_service(code: str, kind: type[GraphError]) -> None:
    error = neo4j.Neo4jError._hydrate_neo4j(code=code, message="it said so")
    assert type(translated(error)) is kind


def test_a_full_disk_is_known_by_its_words() -> None:
    error = neo4j.Neo4jError._hydrate_neo4j(
        code="Neo.DatabaseError.General.UnknownError", message="No space left on device"
    )
    assert type(translated(error)) is GraphFull


def test_a_wrong_address_is_refused_and_a_lost_one_unavailable() -> None:
    assert type(translated(neo4j.ConfigurationError("scheme"))) is GraphRefused
    assert type(translated(neo4j.SessionExpired("gone"))) is GraphUnavailable


async def test_a_moment_is_the_same_until_something_is_written(graph: Neo4jGraph) -> None:
    before = await graph.moment()
    await number(graph)
    assert await graph.moment() == before
    await graph.run(ADD, id="one")
    assert await graph.moment() != before
