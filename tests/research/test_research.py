"""Numbers for researchers: of those who agreed, held to plain Python, and to the same bytes whatever others do."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import httpx
import numpy as np
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from graph_service.graph import Neo4jGraph
from graph_service.research import service
from graph_service.research.models import Attribute
from graph_service.research.service import Groups, _Cell, enough_behind
from tests.privacy.leaks import Hole, leaking, statements_with
from tests.privacy.properties import Service
from tests.worlds import Account, Employer, Job, Knows, Person, Stay, World, load_world, person

COHORTS = ("law19", "cs19", "law20")
PROGRAMMES = {"law19": "法学", "cs19": "计算机", "law20": "法学"}
CITIES = {"330100": "330000", "330200": "330000", "310000": "310000"}
ACCOUNTS = (Account("researcher", "researcher"), Account("staff", "staff"), Account("m1", person="m1"))


def life(chance: random.Random, number: int) -> Person:
    job = chance.choice(
        [None, Job("acme", "x", "2019-01", None, "software", 3), Job("bank", "x", "2019", None, "legal")]
    )
    return person(
        f"m{number}",
        research=True if number < 90 else chance.choice([False, None]),
        mentor=chance.choice([True, None]),
        cohorts=(Stay(chance.choice(COHORTS), f"{chance.choice([2019, 2020, 2021])}-09"),) if number % 11 else (),
        places=(Stay(chance.choice(list(CITIES)), "2020"),) if number % 3 else (),
        jobs=(job,) if job else (),
    )


def town(seed: int = 1) -> World:
    chance = random.Random(seed)
    people = tuple(life(chance, number) for number in range(120))
    pairs = {tuple(sorted(chance.sample(range(120), 2))) for _ in range(500)}
    knows = tuple(Knows(f"m{a}", f"m{b}", chance.choice([None, "2019", "2021-05"])) for a, b in sorted(pairs))
    employers = (Employer("acme", "Acme", "I651"), Employer("bank", "Bank", "J66"))
    return World(people=people, knows=knows, employers=employers, accounts=ACCOUNTS)


def value_of(one: Person, by: str) -> str | None:
    """The attribute of a person by plain Python."""
    job = one.jobs[0] if one.jobs else None
    cohort = one.cohorts[0].where if one.cohorts else None
    match by:
        case "programme":
            return PROGRAMMES[cohort] if cohort else None
        case "programme_type":
            return {"law": "adult", "cs1": "online"}[cohort[:3]] if cohort else None
        case "intake_year":
            return f"20{cohort[-2:]}" if cohort else None
        case "industry":
            return {"acme": "I", "bank": "J"}[job.employer] if job else None
        case "function":
            return job.function if job else None
        case "level":
            return str(job.level) if job and job.level else None
        case "province":
            return CITIES[one.places[0].where] if one.places else None
        case _:
            return "yes" if one.mentor else "no"


async def ask(client: httpx.AsyncClient, path: str, who: str = "staff", **params: Any) -> httpx.Response:
    headers = {"Authorization": f"Bearer {Account(who).token}"}
    return await client.get(f"/v1/research/{path}", params=params or None, headers=headers)


def agreed(world: World) -> list[Person]:
    return [one for one in world.people if one.research]


@pytest.mark.parametrize("by", [attribute.value for attribute in Attribute])
async def test_groups_are_counted_among_those_who_agreed(client: httpx.AsyncClient, graph: Neo4jGraph, by: str) -> None:
    world = town()
    await load_world(graph, world)
    body = (await ask(client, "counts", by=by)).json()
    counts = Counter(value_of(one, by) or "unknown" for one in agreed(world))
    told = {tuple(group["values"]): group["people"] for group in body["groups"]}
    assert body["people"] == 90
    assert sum(told.values()) == 90
    assert {value: people for (value,), people in told.items() if value != "others"}.items() <= counts.items()
    assert {value for value, people in counts.items() if people < 10}.isdisjoint(value for (value,) in told)


async def test_crossed_groups_are_counted_or_left_out(client: httpx.AsyncClient, graph: Neo4jGraph) -> None:
    world = town()
    await load_world(graph, world)
    body = (await ask(client, "counts", by=["programme", "mentor"])).json()
    counts = Counter((value_of(one, "programme") or "unknown", value_of(one, "mentor") or "unknown")
                     for one in agreed(world))  # fmt: skip
    assert body["groups"]
    for group in body["groups"]:
        if "others" not in group["values"]:
            assert group["people"] == counts[tuple(group["values"])] >= 10


async def test_researchers_are_told_numbers_rounded_down(client: httpx.AsyncClient, graph: Neo4jGraph) -> None:
    await load_world(graph, town())
    exact, told = [(await ask(client, "counts", who, by="province")).json() for who in ("staff", "researcher")]
    assert (exact["rules"]["rounded_down_to"], told["rules"]["rounded_down_to"]) == (1, 5)
    assert [group["people"] // 5 * 5 for group in exact["groups"]] == [group["people"] for group in told["groups"]]


async def test_who_mixes_with_whom_is_counted_in_connections(client: httpx.AsyncClient, graph: Neo4jGraph) -> None:
    world = town()
    await load_world(graph, world)
    body = (await ask(client, "mixing", by="programme")).json()
    of = {one.handle: value_of(one, "programme") or "unknown" for one in agreed(world)}
    pairs = Counter(tuple(sorted((of[edge.a], of[edge.b]))) for edge in world.knows if edge.ends <= set(of))
    told = {tuple(pair["groups"]): pair["connections"] for pair in body["connections"]}
    assert told
    assert all(pairs[pair] == number for pair, number in told.items() if "others" not in pair)


async def test_growth_is_counted_by_years(client: httpx.AsyncClient, graph: Neo4jGraph) -> None:
    world = town()
    await load_world(graph, world)
    body = (await ask(client, "growth")).json()
    people = Counter(
        one.cohorts[0].since[:4] if one.cohorts and one.cohorts[0].since else None for one in agreed(world)
    )
    handles = {one.handle for one in agreed(world)}
    begun = Counter((edge.since or "none")[:4] for edge in world.knows if edge.ends <= handles)
    for year in body["years"]:
        if year["year"] is not None:
            assert year["people"] == people[str(year["year"])]
            assert year["connections"] in (begun[str(year["year"])] or None, None)
    assert {year["year"] for year in body["years"]} >= {2019, 2021, None}


async def test_of_very_many_a_sample_is_told(
    client: httpx.AsyncClient, graph: Neo4jGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    await load_world(graph, town())
    monkeypatch.setattr(service, "LOOKED_THROUGH", 60)
    body = (await ask(client, "counts", by="mentor")).json()
    assert body["rules"] == {"smallest_count": 10, "rounded_down_to": 10, "estimated": True}
    assert body["people"] % 10 == 0


async def test_few_people_are_not_counted(client: httpx.AsyncClient, graph: Neo4jGraph) -> None:
    world = town()
    await load_world(graph, replace(world, people=(*world.people[:9], *world.people[90:]), knows=()))
    for params in ({"by": "mentor"}, {"by": ["mentor", "province"]}):
        body = (await ask(client, "counts", **params)).json()
        assert (body["people"], body["groups"]) == (None, [])
    assert (await ask(client, "mixing", by="mentor")).json()["connections"] == []
    assert (await ask(client, "growth")).json()["years"] == []


async def test_members_are_told_where_to_ask_instead(client: httpx.AsyncClient, graph: Neo4jGraph) -> None:
    await load_world(graph, town())
    for path in ("counts?by=mentor", "mixing?by=mentor", "growth"):
        refused = await ask(client, path, "m1")
        assert refused.status_code == 403
        assert refused.json()["type"].endswith("researchers-only")
    assert (await ask(client, "counts", by=["mentor", "mentor"])).status_code == 422
    assert (await ask(client, "counts", by=["mentor", "level", "province"])).status_code == 422


# --- whoever did not agree is not there -------------------------------------------------------------------------------
QUESTIONS = [
    *(f"counts?by={one}&by={other}" for one, other in [("programme", "mentor"), ("province", "mentor")]),
    *(f"{what}?by={by}" for what in ("counts", "mixing") for by in ("programme", "mentor")),
    "growth",
]


def others_changed(world: World) -> World:
    """The same world, but for those who did not agree: other lives, other acquaintances."""
    chance = random.Random(7)
    changed = tuple(
        one
        if one.research
        else replace(life(chance, number + 1), handle=one.handle, name="Changed", research=one.research)
        for number, one in enumerate(world.people)
    )
    handles = {one.handle for one in agreed(world)}
    kept = tuple(edge for edge in world.knows if edge.ends <= handles)
    more = tuple(Knows(f"m{number}", f"m{number + 100}", "2021-05") for number in range(20))
    return replace(world, people=changed, knows=kept + more)


async def answers(client: httpx.AsyncClient) -> Mapping[str, bytes]:
    found: dict[str, bytes] = {}
    for question in QUESTIONS:
        response = await ask(client, question)
        assert response.status_code == 200, response.text
        found[question] = response.content
    return found


@pytest.fixture
def running(app: FastAPI, client: httpx.AsyncClient, graph: Neo4jGraph) -> Service:
    return Service(app, client, graph)


async def test_those_who_did_not_agree_change_no_byte(running: Service) -> None:
    await load_world(running.graph, world := town())
    before = await answers(running.client)
    await load_world(running.graph, others_changed(world))
    assert await answers(running.client) == before


@pytest.mark.parametrize(
    "hole",
    [
        Hole("research/group_sizes", "person.research", "true"),
        Hole("research/group_connections", "near.research", "true"),
        Hole("research/growth", "near.research", "true"),
        Hole("research/growth", "person.research", "true"),
    ],
    ids=str,
)
async def test_a_planted_leak_of_those_who_did_not_agree_is_noticed(running: Service, hole: Hole) -> None:
    world = town()
    with leaking(running, statements_with(hole)):
        await load_world(running.graph, world)
        before = await answers(running.client)
        await load_world(running.graph, others_changed(world))
        assert await answers(running.client) != before


# --- what several tables together give away ---------------------------------------------------------------------------
@given(st.integers(0, 10_000))
@hypothesis_settings(deadline=None)
def test_no_tables_together_give_a_small_cell_away(seed: int) -> None:
    """Who knows every table of three attributes, alone and crossed, and solves them as one system of equations."""
    chance = np.random.default_rng(seed)
    shape = tuple(int(size) for size in chance.integers(2, 4, 3))
    people = chance.poisson(chance.choice([1.0, 4.0, 9.0]), shape) * (chance.random(shape) < 0.8)
    cells = list(itertools.product(*map(range, shape)))
    axes = [(axis,) for axis in range(3)] + list(itertools.combinations(range(3), 2))
    equations: list[list[float]] = []
    small: list[list[float]] = []
    groups = [
        Groups.of([(str(cell[axis]), int(people[cell])) for cell in cells if people[cell]], 10) for axis in range(3)
    ]
    for kept in axes:
        rows: dict[tuple[str, ...], list[float]] = {}
        sizes: Counter[tuple[str, ...]] = Counter()
        for at, cell in enumerate(cells):
            place = tuple(groups[axis].group(str(cell[axis])) for axis in kept)
            rows.setdefault(place, [0.0] * len(cells))[at] = 1.0
            sizes[place] += int(people[cell])
        shown = set(groups[kept[0]].sizes) if len(kept) == 1 else None
        for place, row in rows.items():
            told = place[0] in shown if shown is not None else place in _shown_of(sizes)
            (equations if told else small if 0 < sizes[place] < 10 else []).append(row)
    rank = np.linalg.matrix_rank(np.array(equations)) if equations else 0
    for row in small:
        assert np.linalg.matrix_rank(np.array([*equations, row])) > rank


def _shown_of(sizes: Mapping[tuple[str, ...], int]) -> set[tuple[str, ...]]:
    rows = [(one, other, people) for (one, other), people in sizes.items()]
    return set(service._crossed(rows, 10))


def test_a_single_pair_of_groups_that_is_hidden_takes_another_with_it() -> None:
    cells = {("a", "a"): _Cell(40, 20), ("a", "b"): _Cell(15, 12), ("b", "b"): _Cell(3, 4)}
    assert enough_behind(cells, 10) == {("a", "a")}
    assert enough_behind({("a", "a"): _Cell(40, 20), ("b", "b"): _Cell(0, 0)}, 10) == {("a", "a")}
