"""One run from start to end: the school, the engine, the service as a process of its own, the questions, the report."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import time
from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx
import uvloop
from neo4j import AsyncGraphDatabase, NotificationMinimumSeverity

from benchmarks.cast import cast_of
from benchmarks.client import AnswerUnreadable, connected
from benchmarks.machine import machine
from benchmarks.measuring import Figures, QuestionUnanswered, Result, bare, measured, recorder, warm_up
from benchmarks.processes import COMMAND, Running, running, with_this_folder
from benchmarks.questions import Question
from benchmarks.recording import RecordingGraph
from benchmarks.report import Held, Overhead, Report, in_short
from benchmarks.school import Say, School
from graph_service.engine import Engine, open_engine
from graph_service.graph import open_graph
from graph_service.settings import Settings
from graph_service.web.logs import configure_logs
from graph_service.web.memory import keep_for_good

UP_WITHIN_S = 300
WARM_UP_S = 90
CANNED_BYTES = 5_000

T = TypeVar("T")


class ServiceNotUp(Exception):
    """The service did not get ready; the message has the end of its log."""


def run(school: School, questions: Sequence[Question], samples: int, say: Say) -> Report:
    """The report on these questions to this school. No process of it is left behind."""
    return on_engine_of(school, say, lambda engine: report_on(school, engine, questions, samples, say))


def on_engine_of(school: School, say: Say, measure: Callable[[Engine], Coroutine[Any, Any, T]]) -> T:
    """What is measured on an engine that runs for this only."""
    configure_logs("error", "json")
    say("Starting the engine …")
    with (
        open_engine(Settings(data_dir=school.data)) as engine,
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        return runner.run(measure(engine))


async def report_on(
    school: School,
    engine: Engine,
    questions: Sequence[Question],
    samples: int,
    say: Say,
    *,
    warm_up_s: float = WARM_UP_S,
) -> Report:
    """The report on these questions to a school that an engine which runs already holds."""
    facts = machine()
    async with AsyncExitStack() as stack:
        say("Starting the service …")
        service, url = await stack.enter_async_context(service_on(engine, school.folder / "service.log"))
        graph = await stack.enter_async_context(
            open_graph(engine.uri, engine.user, engine.password, statement_timeout_s=0)
        )
        driver = await stack.enter_async_context(
            AsyncGraphDatabase.driver(  # pyright: ignore[reportUnknownMemberType]
                engine.uri,
                auth=(engine.user, engine.password),
                notifications_min_severity=NotificationMinimumSeverity.OFF,
            )
        )
        say("Choosing who asks, and about what …")
        cast = await cast_of(graph, school.keys(), school.seed)
        notes = await stack.enter_async_context(recorder(Settings(log_level="error"), RecordingGraph(graph)))
        client = await stack.enter_async_context(connected(url))
        keep_for_good()  # a round of garbage collection here would count as time of the service
        say(f"Warming up for {warm_up_s:g} s …")
        await warm_up(questions, cast, client, warm_up_s)
        results: list[Result] = []
        unanswered: list[str] = []
        for number, question in enumerate(questions, 1):
            say(f"{number}/{len(questions)} {question.name}: {question.about} …")
            try:
                results.append(
                    await measured(
                        question,
                        cast,
                        seed=school.seed,
                        samples=samples,
                        recorder=notes,
                        client=client,
                        driver=driver,
                    )
                )
                say(f"    {in_short(results[-1])}")
            except (QuestionUnanswered, AnswerUnreadable) as failure:
                unanswered.append(f"{question.name}: not measured, {failure}")
                say(unanswered[-1])
        overhead = Overhead(
            await _cost_of_the_client(samples, school.folder / "canned.log"), await bare(client, "/livez", samples)
        )
        held = Held(service.resident_mb(), service.peak.own_mb, engine.memory())
        return Report(
            alumni=school.alumni,
            seed=school.seed,
            machine=facts,
            load_after=round(os.getloadavg()[0], 1),
            size=cast.size,
            steps=school.steps,
            overhead=overhead,
            results=results,
            unanswered=unanswered,
            held=held,
        )


@asynccontextmanager
async def service_on(engine: Engine, log: Path) -> AsyncGenerator[tuple[Running, str]]:
    """The service as an operator runs it, on that engine and a free port, once it is ready."""
    port = free_port()
    environment = {
        "GRAPH_SERVICE_NEO4J_URI": engine.uri,
        "GRAPH_SERVICE_NEO4J_USER": engine.user,
        "GRAPH_SERVICE_NEO4J_PASSWORD": engine.password,
    }
    with running([COMMAND, "serve", "--host", "127.0.0.1", "--port", str(port)], log, environment) as service:
        url = f"http://127.0.0.1:{port}"
        await _until_ready(service, url)
        yield service, url


async def _until_ready(service: Running, url: str) -> None:
    deadline = time.monotonic() + UP_WITHIN_S
    async with httpx.AsyncClient() as client:
        while time.monotonic() < deadline and service.process.poll() is None:
            try:
                if (await client.get(f"{url}/readyz")).status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            await asyncio.sleep(0.1)
    lines = service.log.read_text("utf-8", "replace").splitlines()[-20:]
    raise ServiceNotUp("\n".join(["The service did not get ready:", *lines]))


async def _cost_of_the_client(samples: int, log: Path) -> Figures:
    command = [sys.executable, "-m", "benchmarks.canned", str(CANNED_BYTES)]
    with running(command, log, with_this_folder()) as canned:
        port = await asyncio.to_thread(_first_line, canned)
        async with connected(f"http://127.0.0.1:{port}") as client:
            return await bare(client, "/", samples)


def _first_line(process: Running) -> str:
    while process.process.poll() is None:
        if line := process.log.read_text("utf-8").strip():
            return line
        time.sleep(0.05)
    raise ServiceNotUp("The server of canned answers did not start.")


def free_port() -> int:
    """A port on loopback that nobody listens on at this moment."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]
