"""Very many random requests, one after the other: the slowest of them, and what they asked."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from heapq import nlargest
from random import Random
from typing import NamedTuple

from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks.cast import cast_of
from benchmarks.client import Client, connected
from benchmarks.questions import Question
from benchmarks.run import on_engine_of, service_on
from benchmarks.school import Say, School
from graph_service.engine import Engine
from graph_service.graph import open_graph

VIEWERS = 500
BEST_CONNECTED = 100
SLOWEST_SHOWN = 20
SAY_EVERY = 1_000
LONGEST_MS = 1_000.0
"""No request takes longer than this."""
CONNECTION_FINDING = ("connections", "routes", "introductions", "suggestions", "insights", "paths")


class Asked(NamedTuple):
    """One request: what took how long, who asked, and what became of it."""

    ms: float
    question: str
    path: str
    viewer: str
    status: int


class Soaked(NamedTuple):
    """All requests; percentiles are of each request by itself, whatever it asks."""

    asked: Sequence[Asked]

    def at(self, part: float) -> float:
        """That percentile as a part of 1, in ms (nearest rank).

        >>> Soaked([Asked(1.0, "", "", "", 200), Asked(3.0, "", "", "", 200)]).at(0.999)
        3.0
        """
        ordered = sorted(one.ms for one in self.asked)
        return ordered[min(len(ordered) - 1, int(len(ordered) * part))]

    @property
    def slowest(self) -> list[Asked]:
        """The slowest of them, the slowest first."""
        return nlargest(SLOWEST_SHOWN, self.asked)

    @property
    def statuses(self) -> Counter[int]:
        """How often each status was answered."""
        return Counter(one.status for one in self.asked)

    @property
    def missed(self) -> list[str]:
        """What should not have been, in words."""
        longer = sum(one.ms > LONGEST_MS for one in self.asked)
        failed = sum(one.status >= 500 for one in self.asked)
        return [
            *([f"{longer} of {len(self.asked):,} requests took more than {LONGEST_MS:g} ms"] if longer else []),
            *([f"{failed} of {len(self.asked):,} requests failed"] if failed else []),
        ]


def show(found: Soaked, out: Console) -> None:
    """Prints how long many requests took, and the slowest of them."""
    statuses = ", ".join(f"{status}: {count:,}" for status, count in sorted(found.statuses.items()))
    out.print(
        f"{len(found.asked):,} requests: p50 {found.at(0.5):.1f}, p99 {found.at(0.99):.1f}, "
        f"p99.9 {found.at(0.999):.1f}, max {found.at(1):.1f} ms; statuses {statuses}",
        highlight=False,
    )
    table = Table("question", "who asks", "path", box=box.SIMPLE_HEAD, title="the slowest", title_justify="left")
    table.add_column("ms", justify="right", no_wrap=True)
    for one in found.slowest:
        table.add_row(one.question, one.viewer, one.path, f"{one.ms:.0f}")
    out.print(table)
    for line in found.missed:
        out.print(f"MISSED  {line}", style="red", highlight=False)


def soak(school: School, questions: Sequence[Question], requests: int, say: Say) -> Soaked:
    """So many requests, each of a question, a viewer and parameters drawn at random. No process is left behind."""
    return on_engine_of(school, say, lambda engine: soaked_on(school, engine, questions, requests, say))


async def soaked_on(
    school: School, engine: Engine, questions: Sequence[Question], requests: int, say: Say, *, viewers: int = VIEWERS
) -> Soaked:
    """The same of a school that an engine which runs already holds."""
    async with (
        service_on(engine, school.folder / "service.log") as (_, url),
        open_graph(engine.uri, engine.user, engine.password, statement_timeout_s=0) as graph,
        connected(url) as client,
    ):
        say("Choosing who asks, and about what …")
        cast = await cast_of(graph, school.keys(), school.seed, viewers=viewers, hubs=min(viewers, BEST_CONNECTED))
        random, asked = Random(school.seed), list[Asked]()
        while len(asked) < requests:
            question = random.choice(questions)
            member, path = question.draw(cast, random)
            asked.append(await _timed(client, question.name, path, member.id, member.headers()))
            if len(asked) % SAY_EVERY == 0:
                so_far = Soaked(asked)
                say(f"{len(asked):,}: p50 {so_far.at(0.5):.0f}, p99 {so_far.at(0.99):.0f}, max {so_far.at(1):.0f} ms")
        return Soaked(asked)


async def _timed(client: Client, question: str, path: str, viewer: str, headers: dict[str, str]) -> Asked:
    await client.connect()
    began = time.perf_counter()
    answer = await client.get(path, headers)
    return Asked((time.perf_counter() - began) * 1000, question, path, viewer, answer.status)
