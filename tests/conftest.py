"""What every test may use: one real Neo4j for the whole run, emptied for each test that asks, and the service on it."""

from __future__ import annotations

import contextlib
import hashlib
import os
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import coverage
import httpx
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from graph_service.access.defaults import apply_school_defaults
from graph_service.engine import Engine, open_engine
from graph_service.graph import Neo4jGraph, apply_migrations, open_graph
from graph_service.settings import Settings
from tests.support import PlannedOnce, statement

# A test's database is young: what Java's second compiler costs, it does not earn back. Unless somebody says otherwise.
JAVA_OPTIONS = os.environ.setdefault("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1")
# The one that answers all tests plans every statement there is: what is compiled sooner earns it back (a seventh).
BUSY_JAVA_OPTIONS = f"{JAVA_OPTIONS} -XX:CompileThresholdScaling=0.1"

# Machines are shared: that one is slow at this moment says nothing about a test.
hypothesis_settings.register_profile(
    "unhurried", hypothesis_settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("unhurried")

EMPTY = statement("MATCH (n) WHERE NOT n:SchemaMigration AND NOT n:School DETACH DELETE n")
ADD_ACCOUNT = statement(
    "CREATE (account:Account {id: $account_id, name: $account_id, password_hash: '', role: $role, disabled: false, "
    "created_at: datetime()})<-[:OF]-(:Token {hash: $hash, created_at: datetime(), "
    "expires_at: datetime() + duration({hours: 1}), revoked: false}) "
    "WITH account MATCH (alumnus:Alumnus {id: $alumnus_id}) CREATE (account)-[:IS]->(alumnus)"
)

SignIn = Callable[..., Awaitable[dict[str, str]]]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options have to be declared here, even those of one folder."""
    parser.addoption("--privacy-cases", type=int, help="how many networks the privacy tests make, other ones each time")
    parser.addoption("--every-leak", action="store_true", help="is each predicate of visibility needed? minutes")


# What takes longest comes first, so that two processes end at about the same time.
LONG = (
    "tests/privacy/test_properties",
    "tests/privacy/test_planted_leaks",
    "tests/service/",
    "tests/engine/test_server",
    "tests/api/test_contract",
    "tests/analysis/test_notebooks",
    "tests/imports/test_bulk",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the longest modules first, the longest of all before the others; otherwise the order stays."""
    items.sort(key=lambda item: next((at for at, long in enumerate(LONG) if item.nodeid.startswith(long)), len(LONG)))


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(
        data_dir=tmp_path_factory.mktemp("engine"),
        engine_heap_mb=1024,
        engine_page_cache_mb=256,
        log_level="error",
        # Generous, because a busy machine is no fault of what is tested; tests/service holds the real deadlines.
        request_deadline_s=60,
        statement_timeout_s=50,
        warm=False,
    )


@pytest.fixture(scope="session")
def engine(settings: Settings) -> Iterator[Engine]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JAVA_TOOL_OPTIONS", BUSY_JAVA_OPTIONS)
        with open_engine(settings) as running:
            patch.undo()
            yield running


@pytest.fixture(scope="session")
async def database(engine: Engine, settings: Settings) -> AsyncIterator[Neo4jGraph]:
    """The graph of the whole run, with its schema. Ask for `graph` unless you clean up yourself."""
    async with open_graph(
        engine.uri, engine.user, engine.password, statement_timeout_s=settings.statement_timeout_s
    ) as opened:
        await apply_migrations(opened)
        await apply_school_defaults(opened, settings)
        yield PlannedOnce(opened)


@pytest.fixture
async def graph(database: Neo4jGraph) -> Neo4jGraph:
    """An empty graph with its schema."""
    await database.run(EMPTY)
    return database


@pytest.fixture(scope="session")
async def app(database: Neo4jGraph, settings: Settings) -> AsyncIterator[FastAPI]:
    """The service on the graph of the run."""
    from graph_service.app import create_app

    @contextlib.asynccontextmanager
    async def the_graph() -> AsyncIterator[Neo4jGraph]:
        yield database

    made = create_app(settings, the_graph)
    async with made.router.lifespan_context(made):
        await made.state.prepared.wait()
        yield made


@pytest.fixture(scope="session")
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """An HTTP client of that service, in the same process."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as made:
        yield made


@pytest.fixture
def sign_in(graph: Neo4jGraph) -> SignIn:
    """`await sign_in("alumnus", alumnus_id)` or `await sign_in("staff")`: headers of a new account of that role."""

    async def signed_in(role: str, alumnus_id: str | None = None) -> dict[str, str]:
        token = uuid.uuid4().hex
        await graph.run(
            ADD_ACCOUNT,
            account_id=str(uuid.uuid4()),
            role=role,
            hash=hashlib.sha256(token.encode()).hexdigest(),
            alumnus_id=alumnus_id,
        )
        return {"Authorization": f"Bearer {token}"}

    return signed_in


@pytest.fixture
def unmeasured() -> Iterator[None]:
    """No measuring of coverage while the same lines are run thousands of times: it doubles what Python takes."""
    measuring = coverage.Coverage.current()
    if measuring:
        measuring.stop()
    yield
    if measuring:
        measuring.start()


@pytest.fixture(scope="session")
def repository() -> Path:
    """The checkout's folder."""
    return Path(__file__).resolve().parents[1]
