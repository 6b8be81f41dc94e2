"""What the notebooks stand on: the sample school read once, measures by name, their numbers and their pictures.

The school is read from the demo if that runs, from GRAPH_SERVICE_NEO4J_URI if that is set, and else from an engine of
its own beside the user's data, started for the reading. All work is done in a thread: a notebook has an event loop.
"""

from __future__ import annotations

import asyncio
import html
import random
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple, TypeVar

import numpy as np
import polars as pl

from graph_service.analysis.extract import read_facts
from graph_service.analysis.facts import Facts
from graph_service.analysis.measure import Course, Findings
from graph_service.analysis.network import Network
from graph_service.analysis.plots import plots
from graph_service.analysis.registry import measures_named
from graph_service.analysis.snapshots import network_at
from graph_service.app import graph_for_commands
from graph_service.demo import queries
from graph_service.demo.sample import ensure_sample
from graph_service.directory.dates import month_of
from graph_service.engine import attach
from graph_service.graph import Graph
from graph_service.mentoring.matching import Draft, Mode, Places, Round, solve
from graph_service.mentoring.profiles import Goal, Profile
from graph_service.mentoring.scoring import score_all
from graph_service.mentoring.service import profiles_of
from graph_service.mentoring.weights import Pool
from graph_service.settings import Settings

T = TypeVar("T")
MENTORS, MENTEES = 150, 300
WISHES_SEED = 2026
MOST_LEVEL = 6


# --- the school -------------------------------------------------------------------------------------------------------


@cache
def school() -> Facts:
    """What may be known of the sample school: everybody in it who agreed to be in research."""
    return _in_a_thread(read_facts)


def network(as_of: str | None = None, projection: str = "knows") -> Network:
    """A network of the sample school: who knows whom, now or in the past, or another projection."""
    return network_at(school(), as_of=as_of, projection=projection)


def _in_a_thread(work: Callable[[Graph], Awaitable[T]]) -> T:
    async def run() -> T:
        async with _sample() as graph:
            return await work(graph)

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(run())).result()


@asynccontextmanager
async def _sample() -> AsyncGenerator[Graph]:
    """The graph of the sample school."""
    settings = Settings()
    demo = settings.model_copy(update={"data_dir": settings.data_dir.with_name(f"{settings.data_dir.name}-demo")})
    own = settings.model_copy(update={"data_dir": settings.data_dir.with_name(f"{settings.data_dir.name}-notebooks")})
    if settings.neo4j_uri:
        async with graph_for_commands(settings) as graph:
            yield graph
    else:
        async with graph_for_commands(demo if attach(demo) else own) as graph:
            await ensure_sample(graph, print)
            yield graph


# --- measures ---------------------------------------------------------------------------------------------------------


def found(measure: str, on: Network, attributes: Sequence[str] = (), seed: int = 1) -> Findings:
    """What a measure of that name finds on the network. docs/analysis.md has all of them."""
    (chosen,) = measures_named([measure])
    return chosen.run(on, Course(seed=seed, attributes=tuple(attributes), seconds=20))


def numbers(findings: Findings, *names: str) -> Page:
    """The numbers of those names, or all, with what they mean."""
    rows = [
        f"<tr><td>{html.escape(one.name)}</td><td><b>{_rounded(one.value)}</b></td>"
        f"<td style='text-align: left'>{html.escape(one.definition)}</td></tr>"
        for one in findings.numbers
        if not names or one.name in names
    ]
    return Page(f"<table>{''.join(rows)}</table>")


def pictures(measure: str, findings: Findings) -> Page:
    """The pictures of what a measure found, with a line below each."""
    return Page(
        "".join(
            f"<figure>{plot.svg}<figcaption>{html.escape(plot.caption)}</figcaption></figure>"
            for plot in plots(measure, findings)
        )
    )


class Page(NamedTuple):
    """Something that a notebook shows."""

    html: str

    def _repr_html_(self) -> str:
        return self.html


def _rounded(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return html.escape("—" if value is None else str(value))
    return f"{value:,.4g}" if isinstance(value, float) else f"{value:,}"


# --- mentoring --------------------------------------------------------------------------------------------------------


class Asked(NamedTuple):
    """A round of the sample school: who looks for a mentor, who is one, and what each pair scores."""

    mentees: Sequence[Profile]
    mentors: Sequence[Profile]
    round: Round


@cache
def mentoring_round() -> Asked:
    """A round on the sample school: beginners who wish to be where some mentor is, a level higher than they are.

    The files of the sample have no wishes in them; they are drawn here, the same at every run.
    """
    people, cast = _in_a_thread(_cast)
    chance = random.Random(WISHES_SEED)
    mentors = [replace(people[one], mentor=True, capacity=chance.choice((1, 1, 1, 2, 2, 4))) for one in cast["mentor"]]
    mentees = [_wishing(chance, people[one], mentors) for one in cast["mentee"]]
    today = datetime.now(UTC).date()
    table = score_all(mentees, mentors, Pool(now=month_of(today)))
    allowed = np.argwhere(table.gates == 0)
    asked = Round(
        mentees=tuple(one.id for one in mentees),
        mentors=tuple(Places(one.id, one.capacity or 1) for one in mentors),
        pairs=allowed.astype(np.int32),
        scores=table.scores[allowed[:, 0], allowed[:, 1]],
    )
    return Asked(mentees, mentors, asked)


async def _cast(graph: Graph) -> tuple[Mapping[str, Profile], Mapping[str, list[str]]]:
    cast = await queries.round_cast(graph, mentors=MENTORS, mentees=MENTEES)
    people = await profiles_of(graph, alumnus_ids=[one.id for one in cast])
    return people, {role: [one.id for one in cast if one.role == role] for role in ("mentor", "mentee")}


def _wishing(chance: random.Random, mentee: Profile, mentors: Sequence[Profile]) -> Profile:
    there = next((job for job in chance.choice(mentors).positions if job.current), None)
    level = max((job.level or 1 for job in mentee.positions if job.current), default=1)
    functions = (there.function,) if there and there.function else ()
    return replace(mentee, goal=Goal(there.industries[:1] if there else (), functions, min(MOST_LEVEL, level + 1)))


@cache
def solved(mode: str) -> Draft:
    """The proved result of the round in that mode: fair, participation, score or stable."""
    return solve(replace(mentoring_round().round, mode=Mode(mode)))


def compared(*modes: str) -> pl.DataFrame:
    """One row for each mode: how many are placed, the scores, and how many pairs would rather have each other."""
    rows: list[dict[str, Any]] = []
    for mode in modes:
        draft = solved(mode)
        scores = [pair.score for pair in draft.pairs]
        rows.append(
            {
                "mode": mode,
                "placed": draft.placed,
                "total": draft.total,
                "worst": draft.worst,
                "lowest tenth": int(np.quantile(scores, 0.1)) if scores else None,
                "median": int(np.median(scores)) if scores else None,
                "would rather have each other": draft.blocking_pairs,
            }
        )
    return pl.DataFrame(rows)


def shares_placed(draft: Draft) -> pl.DataFrame:
    """For each level that mentees have now: how many there are, how many are placed, and their mean score."""
    asked = mentoring_round()
    level_of = {
        one.id: max((job.level or 0 for job in one.positions if job.current), default=0) for one in asked.mentees
    }
    score_of = {pair.mentee: pair.score for pair in draft.pairs}
    table = pl.DataFrame({"level": list(level_of.values()), "score": [score_of.get(one) for one in level_of]})
    return (
        table.group_by("level")
        .agg(
            pl.len().alias("mentees"),
            pl.col("score").is_not_null().mean().round(3).alias("share placed"),
            pl.col("score").mean().round(0).alias("mean score"),
        )
        .sort("level")
    )


def score_curves(*modes: str) -> Mapping[str, Sequence[int]]:
    """The scores of all pairs made in each mode, from the lowest up."""
    return {mode: sorted(pair.score for pair in solved(mode).pairs) for mode in modes}
