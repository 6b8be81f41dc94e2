"""What the budget of the strongest routes buys: the same pairs with several budgets, the largest being the measure."""

from __future__ import annotations

import time
from collections.abc import Sequence
from random import Random
from typing import Any, NamedTuple

from rich import box
from rich.table import Table

from benchmarks.cast import Cast, cast_of
from benchmarks.client import Client, connected
from benchmarks.measuring import figures_of
from benchmarks.questions import Ask, Question
from benchmarks.run import on_engine_of, service_on
from benchmarks.school import Say, School
from graph_service.engine import Engine
from graph_service.graph import open_graph

BUDGETS = (50, 100, 200, 400, 1_000, 2_000)
WARM_UP_PAIRS = 30


class Told(NamedTuple):
    """One answer: whether it is proved, its routes as ids, and how long it took."""

    exact: bool
    routes: tuple[tuple[str, ...], ...]
    ms: float


class Bought(NamedTuple):
    """The answers with one budget, in the order of the pairs."""

    budget: int
    told: Sequence[Told]

    def like(self, measure: Bought, *, first_only: bool) -> int:
        """How many answers have the same routes as the measure's, or the same strongest one.

        >>> one, other = Told(True, (("a", "b"), ("a", "c", "b")), 1.0), Told(False, (("a", "b"),), 1.0)
        >>> [Bought(1, [other]).like(Bought(9, [one]), first_only=first_only) for first_only in (True, False)]
        [1, 0]
        """
        most = 1 if first_only else None
        return sum(
            mine.routes[:most] == theirs.routes[:most] for mine, theirs in zip(self.told, measure.told, strict=True)
        )


def table_of(bought: Sequence[Bought]) -> Table:
    """A row for each budget."""
    table = Table(box=box.MARKDOWN)
    for column in ("budget", "exact", "the same routes", "the same strongest one", "p50 ms", "slowest ms"):
        table.add_column(column, justify="right")
    for one in bought:
        exact = sum(told.exact for told in one.told)
        alike = [one.like(bought[-1], first_only=first_only) for first_only in (False, True)]
        times = figures_of([told.ms for told in one.told])
        parts = (f"{part} of {len(one.told)}" for part in (exact, *alike))
        table.add_row(f"{one.budget:,}", *parts, f"{times.p50:.0f}", f"{times.max:.0f}")
    return table


def budgets(school: School, question: Question, pairs: int, say: Say) -> list[Bought]:
    """So many pairs of a question of routes, with each budget. No process is left behind."""
    return on_engine_of(school, say, lambda engine: budgets_on(school, engine, question, pairs, say))


async def budgets_on(
    school: School, engine: Engine, question: Question, pairs: int, say: Say, *, warm_up_pairs: int = WARM_UP_PAIRS
) -> list[Bought]:
    """The same of a school that an engine which runs already holds."""
    async with (
        service_on(engine, school.folder / "service.log") as (_, url),
        open_graph(engine.uri, engine.user, engine.password, statement_timeout_s=0) as graph,
        connected(url) as client,
    ):
        cast = await cast_of(graph, school.keys(), school.seed)
        say("Warming up …")
        await _asked(client, cast, question, Random(school.seed + 1), warm_up_pairs, say)
        say(f"Asking about {pairs:,} pairs …")
        return await _asked(client, cast, question, Random(school.seed), pairs, say)


async def _asked(client: Client, cast: Cast, question: Question, random: Random, pairs: int, say: Say) -> list[Bought]:
    told: dict[int, list[Told]] = {budget: [] for budget in BUDGETS}
    while len(told[BUDGETS[0]]) < pairs:
        ask = question.draw(cast, random)
        answers = {budget: await _told(client, ask, budget) for budget in BUDGETS}
        if refused := {budget: answer for budget, answer in answers.items() if isinstance(answer, int)}:
            say(f"{ask.path}: {', '.join(f'{status} with {budget}' for budget, status in refused.items())}")
            continue
        for budget, answer in answers.items():
            if isinstance(answer, Told):
                told[budget].append(answer)
    return [Bought(budget, answers) for budget, answers in told.items()]


async def _told(client: Client, ask: Ask, budget: int) -> Told | int:
    """The answer, or its status when it is none."""
    await client.connect()
    began = time.perf_counter()
    answer = await client.get(f"{ask.path}&budget={budget}", ask.member.headers())
    ms = (time.perf_counter() - began) * 1000
    if answer.status != 200:
        return answer.status
    strongest: dict[str, Any] = answer.data()["strongest"]
    routes = tuple(tuple(one["id"] for one in route["people"]) for route in strongest["routes"])
    return Told(strongest["exact"], routes, ms)
