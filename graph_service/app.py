"""Puts the service together: the graph it talks to, the rooms it has, and what happens from start to stop."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable, Generator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from datetime import UTC, datetime
from typing import Any, NamedTuple

import structlog
from fastapi import Depends, FastAPI, Request
from fastapi.routing import APIRoute

from graph_service import __version__
from graph_service.access import queries as access_queries
from graph_service.access.defaults import apply_school_defaults
from graph_service.access.presumed import KnownViewers
from graph_service.access.router import router as access_router
from graph_service.careers import queries as careers_queries
from graph_service.careers.router import router as careers_router
from graph_service.connections import queries as connections_queries
from graph_service.connections.router import router as connections_router
from graph_service.directory import queries as directory_queries
from graph_service.directory.editing import finish_corrections
from graph_service.directory.names import search_text
from graph_service.directory.router import router as directory_router
from graph_service.engine import Engine, ProgressCallback, attach, open_engine
from graph_service.engine.progress import silent
from graph_service.graph import Graph, GraphError, Neo4jGraph, apply_migrations, load_statements, open_graph
from graph_service.graph.migrations import MigrationChanged
from graph_service.introductions import queries as introductions_queries
from graph_service.introductions.router import router as introductions_router
from graph_service.mentoring import queries as mentoring_queries
from graph_service.mentoring.pool import MentorPool
from graph_service.mentoring.router import router as mentoring_router
from graph_service.programmes import queries as programmes_queries
from graph_service.programmes.match_router import router as matches_router
from graph_service.programmes.rounds import RoundJobs
from graph_service.programmes.router import router as programmes_router
from graph_service.rehearsal import rehearse
from graph_service.research.router import router as research_router
from graph_service.settings import Settings
from graph_service.suggestions import queries as suggestions_queries
from graph_service.suggestions.router import router as suggestions_router
from graph_service.web import documentation, health, problems
from graph_service.web.memory import keep_for_good
from graph_service.web.middleware import RequestEnvelope

log = structlog.get_logger()

OpenGraph = Callable[[], AbstractAsyncContextManager[Graph]]

PREPARE_RETRY_S = 1.0
HOT_AT_ONCE: tuple[tuple[str, str], ...] = (
    *(("access", name) for name in access_queries.HOT),
    *(("directory", name) for name in directory_queries.HOT),
    *(("connections", name) for name in connections_queries.HOT),
)
"""Planned before the service says that it is ready; the other hot statements soon after."""
HOT_STATEMENTS: tuple[tuple[str, str], ...] = (
    *HOT_AT_ONCE,
    *(("introductions", name) for name in introductions_queries.HOT),
    *(("suggestions", name) for name in suggestions_queries.HOT),
    *(("careers", name) for name in careers_queries.HOT),
    *(("mentoring", name) for name in mentoring_queries.HOT),
    *(("programmes", name) for name in programmes_queries.HOT),
)
PLANNED_AT_ONCE = 4
DESCRIPTION = """
Finds people in an alumni network and the way to them.

Sign in at `POST /v1/tokens` and send the token as `Authorization: Bearer …`. Every answer is what the network looks
like **to you**: people you may not see are in no list, no count and no route. Errors are RFC 9457 problem details.
"""


class Address(NamedTuple):
    """Where a Neo4j is and how to sign in there."""

    uri: str
    user: str
    password: str
    database: str | None = None


def create_app(settings: Settings, open_the_graph: OpenGraph) -> FastAPI:
    """The HTTP service on a graph that is opened when it starts and closed when it stops."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with open_the_graph() as graph:
            app.state.graph = graph
            app.state.round_jobs = RoundJobs()
            preparing = asyncio.create_task(_prepare_until_done(app, graph, settings))
            try:
                yield
            finally:
                await app.state.round_jobs.close()
                preparing.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await preparing

    app = FastAPI(
        title=f"Alumni network of the {settings.school_name}",
        version=__version__,
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=_operation_id,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    app.state.settings = settings
    app.state.search_text = search_text
    app.state.mentor_pool = MentorPool(settings.mentor_pool_small)
    app.state.known_viewers = KnownViewers()
    app.state.prepared = asyncio.Event()
    app.include_router(health.router)
    for router in (
        access_router,
        directory_router,
        connections_router,
        introductions_router,
        suggestions_router,
        careers_router,
        mentoring_router,
        programmes_router,
        matches_router,
        research_router,
    ):
        app.include_router(
            router,
            dependencies=[Depends(prepared)],
            responses=problems.responses(problems.DatabaseAway, problems.TookTooLong),
        )
    documentation.install(app)
    problems.install(app)
    app.add_middleware(RequestEnvelope, deadline_s=settings.request_deadline_s, max_body_bytes=settings.max_body_bytes)
    return app


async def prepared(request: Request) -> None:
    """Nothing, once the graph is ready: before, its defaults may not hide all they should. Raises DatabaseAway."""
    if not request.app.state.prepared.is_set():
        raise problems.DatabaseAway("The service is still preparing the database. Try again in a few seconds.")


def _operation_id(route: APIRoute) -> str:
    return route.name


async def _prepare_until_done(app: FastAPI, graph: Graph, settings: Settings) -> None:
    while True:
        try:
            await prepare(graph, settings)
        except MigrationChanged as wrong:
            log.error("prepare.refused", reason=str(wrong))
            return
        except GraphError as away:
            log.warning("prepare.waiting", kind=type(away).__name__, code=away.code)
            await asyncio.sleep(PREPARE_RETRY_S)
        else:
            break
    if settings.warm:
        await warm(graph, HOT_AT_ONCE)
        keep_for_good()
    app.state.prepared.set()
    log.info("prepare.done")
    if settings.warm:
        await warm(graph, [one for one in HOT_STATEMENTS if one not in HOT_AT_ONCE])
        await rehearse(_patient(graph), settings)
        await _know_mentors(app.state.mentor_pool, graph)
        keep_for_good()


async def _know_mentors(pool: MentorPool, graph: Graph) -> None:
    """Reads all mentors into memory, which takes a large school longer than a request may take."""
    try:
        await pool.columns(_patient(graph), datetime.now(UTC))
    except GraphError as away:
        log.warning("mentors.unread", kind=type(away).__name__, code=away.code)


def _patient(graph: Graph) -> Graph:
    return graph.with_timeout(0) if isinstance(graph, Neo4jGraph) else graph


async def prepare(graph: Graph, settings: Settings) -> None:
    """Makes a graph ready for questions: its schema, and the school's defaults in every record."""
    patient = _patient(graph)
    if applied := await apply_migrations(patient):
        log.info("schema.applied", migrations=applied)
    await apply_school_defaults(patient, settings)
    await finish_corrections(patient)


async def warm(graph: Graph, statements: Sequence[tuple[str, str]] = HOT_STATEMENTS) -> None:
    """Has the database plan hot statements, which takes it up to a second each the first time.

    A few at a time: plans take processors, and requests need connections meanwhile.
    """
    turns = asyncio.Semaphore(PLANNED_AT_ONCE)
    failed: list[GraphError] = []

    async def planned(statement: tuple[str, str]) -> None:
        async with turns:
            try:
                await graph.plan(load_statements()[statement])
            except GraphError as away:
                failed.append(away)

    await asyncio.gather(*map(planned, statements))
    if failed:
        log.warning("warm.failed", kinds=sorted({type(one).__name__ for one in failed}), statements=len(failed))


@contextmanager
def neo4j_address(settings: Settings, progress: ProgressCallback | None = None) -> Generator[Address]:
    """The Neo4j to use: the one that the settings name, or the embedded engine, started for the time of the `with`."""
    if settings.neo4j_uri:
        yield Address(
            settings.neo4j_uri, settings.neo4j_user, settings.neo4j_password.get_secret_value(), settings.neo4j_database
        )
        return
    with open_engine(settings, progress=progress or silent) as engine:
        yield _address_of(engine)


def _address_of(engine: Engine) -> Address:
    return Address(engine.uri, engine.user, engine.password)


def graph_at(address: Address, settings: Settings, **overrides: Any) -> AbstractAsyncContextManager[Neo4jGraph]:
    """A graph on that Neo4j with the limits of the settings, or with others."""
    limits: dict[str, Any] = {
        "pool_size": settings.neo4j_pool_size,
        "statement_timeout_s": settings.statement_timeout_s,
        **overrides,
    }
    return open_graph(address.uri, address.user, address.password, database=address.database, **limits)


@asynccontextmanager
async def graph_for_commands(
    settings: Settings, progress: ProgressCallback | None = None
) -> AsyncGenerator[Neo4jGraph]:
    """A prepared graph for a command: the configured Neo4j, the engine that runs already, or one only for the command.

    Statements have no time limit: nobody waits for them at a screen.
    """
    with contextlib.ExitStack() as stack:
        running = None if settings.neo4j_uri else attach(settings)
        address = _address_of(running) if running else stack.enter_context(neo4j_address(settings, progress))
        async with graph_at(address, settings, statement_timeout_s=0) as graph:
            await prepare(graph, settings)
            yield graph
