"""Asks one question many times, through the API and as its own Cypher in turn, and says how long each took."""

from __future__ import annotations

import hashlib
import time
from collections import defaultdict
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

import httpx
from neo4j import AsyncDriver

from benchmarks.cast import Cast
from benchmarks.client import Client
from benchmarks.questions import RATIO, Ask, Question
from benchmarks.recording import RecordingGraph, Wave, replay
from graph_service.app import create_app
from graph_service.settings import Settings

DRAWS_FOR_EACH = 10
FAILURES_AT_MOST = 3


class QuestionUnanswered(Exception):
    """So many draws of a question had no answer that counts that it cannot be measured."""


class Recorded(NamedTuple):
    """A request, and the statements that answering it ran."""

    ask: Ask
    waves: list[Wave]


class Figures(NamedTuple):
    """Percentiles of latencies in ms."""

    p50: float
    p95: float
    p99: float
    max: float


def figures_of(latencies: Sequence[float]) -> Figures:
    """The percentiles of some latencies, each one that was measured (nearest rank).

    >>> figures_of([3.0, 1.0, 2.0])
    Figures(p50=2.0, p95=3.0, p99=3.0, max=3.0)
    """
    ordered = sorted(latencies)

    def at(percent: int) -> float:
        return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]

    return Figures(at(50), at(95), at(99), ordered[-1])


@dataclass(frozen=True)
class Result:
    """What came of one question."""

    question: Question
    api: Figures
    cypher: Figures
    samples: int
    redrawn: int
    statements: dict[str, Figures] = field(default_factory=dict[str, Figures])
    slowest: str = ""

    @property
    def ratio(self) -> float:
        """How many times as long the API takes as its own Cypher, by the medians."""
        return self.api.p50 / self.cypher.p50

    @property
    def missed(self) -> list[str]:
        """The targets that were missed, in words."""
        missed = [f"ratio {self.ratio:.2f} > {RATIO:g}"] if self.ratio > RATIO else []
        limit = self.question.p99_ms
        if limit is not None and self.api.p99 > limit:
            missed.append(f"p99 {self.api.p99:.0f} > {limit:g} ms")
        return missed


class Recorder:
    """The application in this process, on a graph that notes what is run on it."""

    def __init__(self, client: httpx.AsyncClient, graph: RecordingGraph) -> None:
        self._client, self._graph = client, graph

    async def drawn(self, question: Question, cast: Cast, random: Random, samples: int) -> tuple[list[Recorded], int]:
        """So many requests with an answer that counts, and how many others were drawn. Raises QuestionUnanswered."""
        found: list[Recorded] = []
        draws = failures = status = 0
        while len(found) < samples:
            if draws >= samples * DRAWS_FOR_EACH or failures > FAILURES_AT_MOST:
                raise QuestionUnanswered(f"{len(found)} answers to {draws} draws, the last status was {status}")
            draws += 1
            ask = question.draw(cast, random)
            self._graph.taken()
            response = await self._client.get(ask.path, headers=ask.member.headers())
            status = response.status_code
            failures += status >= 500
            if status == 200 and question.accept(response.json()):
                found.append(Recorded(ask, self._graph.taken()))
        return found, draws - samples


@asynccontextmanager
async def recorder(settings: Settings, graph: RecordingGraph) -> AsyncGenerator[Recorder]:
    """The application on that graph for the time of the `async with`."""

    @asynccontextmanager
    async def the_graph() -> AsyncGenerator[RecordingGraph]:
        yield graph

    app = create_app(settings, the_graph)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://benchmark") as client,
    ):
        await app.state.prepared.wait()
        yield Recorder(client, graph)


async def measured(
    question: Question,
    cast: Cast,
    *,
    seed: int,
    samples: int,
    recorder: Recorder,
    client: Client,
    driver: AsyncDriver,
) -> Result:
    """The question's figures. Every request is answered once before it is timed, which also finds its statements.

    The API and the Cypher take turns in going first, so that neither finds what the other has warmed.
    """
    recorded, redrawn = await recorder.drawn(question, cast, _random(seed, question), samples)
    api: list[float] = []
    cypher: list[float] = []
    each: dict[str, list[float]] = defaultdict(list)
    for turn, (ask, waves) in enumerate(recorded):
        if turn % 2:
            api.append(await _timed(client, ask))
        again = await replay(driver, waves)
        cypher.append(again.ms)
        for name, ms in again.statements:
            each[name].append(ms)
        if not turn % 2:
            api.append(await _timed(client, ask))
    slowest = max(range(len(api)), key=lambda turn: api[turn])
    return Result(
        question,
        figures_of(api),
        figures_of(cypher),
        len(api),
        redrawn,
        {name: figures_of(times) for name, times in each.items()},
        recorded[slowest].ask.path,
    )


async def warm_up(questions: Sequence[Question], cast: Cast, client: Client, seconds: float) -> None:
    """Asks the questions in turn for so long, about others than are asked afterwards; whatever is answered will do.

    An engine that has just started compiles what it runs often, and reads its pages from disk.
    """
    ends = time.monotonic() + seconds
    randoms = [(question, Random(f"warm {question.name}")) for question in questions]
    while True:
        for question, random in randoms:
            ask = question.draw(cast, random)
            await client.connect()
            await client.get(ask.path, ask.member.headers())
            if time.monotonic() > ends:
                return


async def _timed(client: Client, ask: Ask) -> float:
    await client.connect()
    began = time.perf_counter()
    answer = await client.get(ask.path, ask.member.headers())
    took = (time.perf_counter() - began) * 1000
    if answer.status != 200:
        raise QuestionUnanswered(f"GET {ask.path} was answered with {answer.status}: {answer.body[:300]!r}")
    return took


async def bare(client: Client, path: str, samples: int) -> Figures:
    """What a request takes that asks for nothing."""
    latencies: list[float] = []
    await client.connect()
    for _ in range(samples):
        began = time.perf_counter()
        await client.get(path, {})
        latencies.append((time.perf_counter() - began) * 1000)
    return figures_of(latencies)


def _random(seed: int, question: Question) -> Random:
    """Randomness of the question's own, so that choosing other questions does not change it."""
    return Random(hashlib.sha256(f"{seed} {question.name}".encode()).digest())
