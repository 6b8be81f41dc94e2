"""Every .cypher file against the server and against the function that runs it; and no Cypher anywhere else."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import typing
from collections.abc import Iterator
from pathlib import Path
from types import NoneType, UnionType

import pytest
from neo4j import AsyncGraphDatabase, AsyncSession

from graph_service.app import HOT_STATEMENTS, warm
from graph_service.engine import Engine
from graph_service.graph import Neo4jGraph, Plan, Row, Statement, load_statements
from tests.support import statement

STATEMENTS = load_statements()
QUERY_TYPES = {"read": {"r"}, "write": {"w", "rw"}, "auto": {"w", "rw"}}
MISSING_PARAMETERS = "01N60"
BAD_OPERATORS = {"AllNodesScan", "CartesianProduct", "NodeByLabelScan", "UndirectedAllRelationshipsScan"}
# A scan of a label is expected where a statement is about everybody there is.
SCANS_ON_PURPOSE: dict[tuple[str, str], set[str]] = {
    ("programmes", "programmes"): {"NodeByLabelScan"},  # a school has tens of programmes, and this lists all of them
}
LOOKS_LIKE_CYPHER = re.compile(r"\b(MATCH|MERGE|UNWIND|DETACH DELETE|CALL db\.|RETURN)\b[^a-z]*[({\w$]")
MODEL = statement((Path(__file__).parent / "model.cypher").read_text("utf-8"))

every_statement = pytest.mark.parametrize("wanted", STATEMENTS.values(), ids=[".".join(key) for key in STATEMENTS])


@pytest.fixture(scope="module")
async def session(engine: Engine, database: Neo4jGraph) -> typing.AsyncIterator[AsyncSession]:
    await database.run(MODEL)
    async with (
        AsyncGraphDatabase.driver(engine.uri, auth=(engine.user, engine.password)) as driver,
        driver.session() as opened,
    ):
        yield opened


@every_statement
async def test_a_statement_is_what_its_header_says(wanted: Statement, session: AsyncSession) -> None:
    result = await session.run("EXPLAIN " + wanted.text)
    columns = result.keys()
    summary = await result.consume()
    statuses = {
        status.gql_status: status for status in summary.gql_status_objects if status.gql_status[:2] in ("01", "03")
    }
    missing = statuses.pop(MISSING_PARAMETERS, None)
    named = set(re.findall(r"\$`?(\w+)", missing.status_description)) if missing else set()
    assert named == wanted.param_names
    assert list(columns) == [column.name for column in wanted.returns]
    assert summary.query_type in QUERY_TYPES[wanted.mode]
    assert not statuses, [status.status_description for status in statuses.values()]


@every_statement
def test_a_query_function_runs_each_statement(wanted: Statement) -> None:
    module = importlib.import_module(f"graph_service.{wanted.room}.queries") if wanted.room != "graph" else None
    if module is None:
        return
    function = getattr(module, wanted.name)
    signature = inspect.signature(function)
    keywords = {p.name for p in signature.parameters.values() if p.kind is inspect.Parameter.KEYWORD_ONLY}
    assert keywords == wanted.param_names
    models = list(row_models(typing.get_type_hints(function)["return"]))
    if models:
        assert set(models[0].model_fields) == {column.name for column in wanted.returns}


def row_models(annotation: object) -> Iterator[type[Row]]:
    """The row models in a return annotation: of list[X], X | None, X."""
    if isinstance(annotation, type) and issubclass(annotation, Row):
        yield annotation
    for inner in (
        typing.get_args(annotation) if not isinstance(annotation, NoneType | UnionType) else annotation.__args__
    ):
        yield from row_models(inner)


@pytest.fixture(scope="module")
async def hot_plans(database: Neo4jGraph) -> list[tuple[tuple[str, str], Plan]]:
    """What the service plans at its start."""
    made: list[tuple[tuple[str, str], Plan]] = []
    plan_of = database.plan

    async def kept(statement: Statement) -> Plan:
        plan = await plan_of(statement)
        made.append(((statement.room, statement.name), plan))
        return plan

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "plan", kept)
        await warm(database)
    return made


def test_every_hot_statement_is_planned_once(hot_plans: list[tuple[tuple[str, str], Plan]]) -> None:
    assert sorted(planned for planned, _ in hot_plans) == sorted(HOT_STATEMENTS)


@pytest.mark.parametrize("wanted", HOT_STATEMENTS, ids=[".".join(key) for key in HOT_STATEMENTS])
def test_a_hot_statement_has_no_scan_in_its_plan(
    wanted: tuple[str, str], hot_plans: list[tuple[tuple[str, str], Plan]]
) -> None:
    operators = {operator.removesuffix("@neo4j") for operator in dict(hot_plans)[wanted].operators}
    assert operators & BAD_OPERATORS == SCANS_ON_PURPOSE.get(wanted, set())


@pytest.mark.parametrize("wanted", STATEMENTS.values(), ids=[".".join(key) for key in STATEMENTS])
def test_a_statement_that_returns_many_rows_has_an_order_and_a_limit(wanted: Statement) -> None:
    if wanted.returns and wanted.mode == "read" and re.search(r"^RETURN", wanted.text, re.MULTILINE):
        last = wanted.text[wanted.text.rindex("RETURN") :]
        assert "LIMIT" in last, "every read has a limit"


def test_no_python_file_holds_cypher() -> None:
    package = Path(importlib.import_module("graph_service").__file__ or "").parent
    found = [
        f"{file.name}:{node.lineno}"
        for file in package.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and looks_like_cypher(node.value)
    ]
    assert found == []


def looks_like_cypher(text: str) -> bool:
    """Whether a string holds a clause of Cypher; documentation that shows one in a sentence does not count.

    >>> looks_like_cypher("MATCH (n) RETURN n"), looks_like_cypher("the routes that match a person")
    (True, False)
    """
    return bool(LOOKS_LIKE_CYPHER.search(text)) and ">>>" not in text and "CALL … IN TRANSACTIONS" not in text


async def test_a_misspelt_property_is_noticed(session: AsyncSession) -> None:
    result = await session.run("EXPLAIN MATCH (a:Alumnus) WHERE a.nmae = 'x' RETURN a.id AS id")
    summary = await result.consume()
    assert "01N52" in {status.gql_status for status in summary.gql_status_objects}
