"""The same questions asked of Neo4j, of NetworkX in memory and of PostgreSQL, in turn: where a graph database pays.

All answer from the same school, and each answer is held to the other. What differs is told beside the figures:
NetworkX first has to read the school (seconds and memory that every process pays again), holds it for one process
alone, and knows nothing of what changed since. PostgreSQL is asked where it is installed (postgres.py).
"""

from __future__ import annotations

import asyncio
import csv
import math
import shutil
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, cast

import networkx as nx
import psutil

from benchmarks.cast import statements
from benchmarks.measuring import Figures, figures_of
from benchmarks.postgres import Postgres, PostgresMissing, postgres_with
from benchmarks.school import Say, School
from graph_service.app import graph_at, neo4j_address
from graph_service.graph import Graph, Statement
from graph_service.settings import Settings

MOST_STEPS = 6
BEST = 20
Params = Mapping[str, str]


class InMemory:
    """A school as a NetworkX user would hold it: the graph of who knows whom, and dictionaries beside it."""

    def __init__(self, files: Path) -> None:
        self.knows: nx.Graph[str] = nx.Graph()
        self.people: list[str] = []
        self.place: dict[str, str] = {}
        self.workers: dict[str, set[str]] = defaultdict(set)
        self.now_in: dict[str, set[str]] = defaultdict(set)
        for row in _rows(files / "alumni.csv"):
            self.people.append(row["key"])
            self.place[row["key"]] = row["place"]
        self.knows.add_nodes_from(self.people)
        self.knows.add_edges_from((row["a"], row["b"]) for row in _rows(files / "connections.csv"))
        industry = {row["name"]: row["industry"] for row in _rows(files / "employers.csv")}
        for row in _rows(files / "jobs.csv"):
            self.workers[row["employer"]].add(row["alumnus"])
            if not row["to"]:
                self.now_in[industry.get(row["employer"], "")].add(row["alumnus"])

    def distance(self, a: str, b: str) -> int | None:
        """The steps between two people, at most six."""
        try:
            steps = nx.bidirectional_shortest_path(self.knows, a, b)
        except nx.NetworkXNoPath:
            return None
        return len(steps) - 1 if len(steps) <= MOST_STEPS + 1 else None

    def friends_of_friends(self, a: str) -> list[float]:
        """The scores of the twenty best by Adamic and Adar."""
        friends = self.knows[a]
        scores: dict[str, float] = defaultdict(float)
        for friend in friends:
            near = self.knows[friend]
            part = 1.0 / math.log(len(near)) if len(near) > 1 else 0.0
            for other in near:
                if other != a and other not in friends:
                    scores[other] += part
        return sorted(scores.values(), reverse=True)[:BEST]

    def friends_at(self, a: str, employer: str) -> int:
        """How many friends ever worked there."""
        return len(self.workers[employer] & self.knows[a].keys())

    def introductions(self, a: str, employer: str) -> int:
        """How many who ever worked there are two steps away."""
        friends = self.knows[a].keys()
        there = self.workers[employer] - friends - {a}
        return sum(not friends.isdisjoint(self.knows[one]) for one in there)

    def industry(self, industry: str) -> list[int]:
        """How many work there now, by place."""
        places = Counter(self.place[one] for one in self.now_in[industry] if self.place[one])
        return sorted(places.values(), reverse=True)


def _rows(file: Path) -> Any:
    with file.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


class Compared(NamedTuple):
    """One question: what each took in ms, and of how many answers how many agreed with all others."""

    name: str
    neo4j: Figures
    networkx: Figures
    postgres: Figures | None
    asked: int
    agreed: int


class Comparison(NamedTuple):
    """All questions, and what reading the school into memory took; `without` says why PostgreSQL was not asked."""

    questions: list[Compared]
    read_s: float
    held_mb: float
    alumni: int
    without: str | None


def compare(school: School, samples: int, say: Say) -> Comparison:
    """Reads the school into memory and into PostgreSQL, if there is one, and asks all of them."""
    settings = Settings(data_dir=school.data, log_level="error")
    with ExitStack() as stack:
        address = stack.enter_context(neo4j_address(settings))
        files = Path(stack.enter_context(TemporaryDirectory(prefix="school-")))

        async def understood() -> None:
            async with graph_at(address, settings, statement_timeout_s=0) as graph:
                await write_understood(graph, school.files, files)

        asyncio.run(understood())
        say("Reading the school into NetworkX …")
        process, began = psutil.Process(), time.perf_counter()
        before = process.memory_info().rss
        memory = InMemory(files)
        read_s, held_mb = time.perf_counter() - began, (process.memory_info().rss - before) / 1e6
        postgres, without = None, None
        try:
            say("Filling PostgreSQL …")
            postgres = stack.enter_context(postgres_with(files))
        except PostgresMissing as missing:
            without = str(missing)
            say(without)

        async def asked() -> list[Compared]:
            async with graph_at(address, settings, statement_timeout_s=0) as graph:
                return [
                    await _all(graph, memory, postgres, name, samples, school.seed, say) for name in _questions(memory)
                ]

        return Comparison(asyncio.run(asked()), read_s, held_mb, school.alumni, without)


async def write_understood(graph: Graph, files: Path, to: Path) -> None:
    """The school's files as the import understood them: one name for each employer, codes of industries and places.

    Who knows whom is taken as it is.
    """
    for table, columns in UNDERSTOOD.items():
        rows = await graph.run(statements()[f"compare_{table}"])
        with (to / f"{'alumni' if table == 'people' else table}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["to" if column == "current" else column for column in columns])
            for row in rows:
                ends = {"current": "" if row.get("current") else "over"}
                writer.writerow([ends.get(column, row.get(column)) for column in columns])
    shutil.copy(files / "connections.csv", to)


UNDERSTOOD = {"people": ("key", "place"), "employers": ("name", "industry"), "jobs": ("alumnus", "employer", "current")}


def _questions(memory: InMemory) -> Mapping[str, Callable[[Random], Params]]:
    people = memory.people
    hubs = sorted(people, key=lambda one: (-memory.knows.degree(one), one))[:BEST]
    employers = sorted(memory.workers, key=lambda one: (-len(memory.workers[one]), one))
    industries = sorted(one for one in memory.now_in if one)

    def somebody_and_an_employer(random: Random) -> Params:
        return {"a": random.choice(people), "employer": random.choice(employers[:500])}

    return {
        "distance": lambda random: dict(zip("ab", random.sample(people, 2), strict=True)),
        "friends_of_friends": lambda random: {"a": random.choice(people)},
        "friends_of_friends of the best-connected": lambda random: {"a": random.choice(hubs)},
        "friends_at": somebody_and_an_employer,
        "introductions": somebody_and_an_employer,
        "industry": lambda random: {"industry": random.choice(industries)},
    }


async def _all(
    graph: Graph, memory: InMemory, postgres: Postgres | None, name: str, samples: int, seed: int, say: Say
) -> Compared:
    say(f"{name} …")
    kind, draw, random = name.partition(" ")[0], _questions(memory)[name], Random(seed)
    statement: Statement = statements()[f"compare_{kind}"]
    times: tuple[list[float], list[float], list[float]] = ([], [], [])
    agreed = 0
    await graph.run(statement, **draw(Random(-1)))
    for _ in range(samples):
        params = draw(random)
        began = time.perf_counter()
        rows = await graph.run(statement, **params)
        between = time.perf_counter()
        plain = getattr(memory, kind)(**params)
        times[0].append(1e3 * (between - began))
        times[1].append(1e3 * (time.perf_counter() - between))
        same = _same(rows[0]["answer"] if rows else None, plain)
        if postgres:
            relational, took = postgres.ask(kind, params)
            times[2].append(took)
            same = same and _same(relational, plain)
        agreed += same
    figures = [figures_of(each) for each in times if each]
    return Compared(name, figures[0], figures[1], figures[2] if postgres else None, samples, agreed)


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, list) and isinstance(other, list):
        mine, theirs = cast(list[float], one), cast(list[float], other)
        same = (math.isclose(a, b, rel_tol=1e-9) for a, b in zip(mine, theirs, strict=False))
        return len(mine) == len(theirs) and all(same)
    return one == other
