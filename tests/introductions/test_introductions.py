"""Who could introduce somebody: held to plain answers on random networks, from either side, within budgets."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi import FastAPI

from graph_service.access.viewer import Role, Viewer
from graph_service.graph import Neo4jGraph
from graph_service.introductions import service
from graph_service.introductions.service import introductions_to
from graph_service.settings import Settings
from tests.introductions.school import School, kind
from tests.privacy.asking import Ask, answer_to
from tests.privacy.expected import introductions as plain
from tests.privacy.seen import Seen
from tests.privacy.strategies import COHORTS, EMPLOYERS, EVENTSETS, GROUPSETS, JOBS, PLACES
from tests.support import stable_id
from tests.worlds import (
    Account,
    Employer,
    Introduce,
    Knows,
    Stay,
    World,
    id_of,
    job,
    load_world,
    person,
    view,
)

ACCOUNT = Account("account-p0", person="p0")


def random_world(seed: int) -> World:
    """Forty people, most of whom show everything."""
    draw = random.Random(seed)
    people = tuple(
        person(
            f"p{number}",
            jobs=draw.choice(JOBS),
            cohorts=draw.choice(COHORTS),
            places=draw.choice(PLACES),
            events=draw.choice(EVENTSETS[:2]),
            groups=draw.choice(GROUPSETS[:2]),
            bridge=draw.choice((True, True, False, None)),
            listed=draw.choice((None, None, None, "connections", "nobody")) if number else None,
            show_connections=draw.choice((None, True, True, True, False)),
        )
        for number in range(40)
    )
    handles = [one.handle for one in people]
    pairs = {frozenset(draw.sample(handles, 2)) for _ in range(50)}
    knows = tuple(Knows(*sorted(pair)) for pair in sorted(pairs, key=sorted))
    asked = tuple(
        Introduce(f"i{number}", *draw.sample(handles[1:], 3), days_ago=draw.choice((1, 5, 40))) for number in range(90)
    )
    blocks = tuple(tuple(draw.sample(handles, 2)) for _ in range(4))
    return World(
        people=people, employers=EMPLOYERS, knows=knows, blocks=blocks, introductions=asked, accounts=(ACCOUNT,)
    )


ASKED = [
    *(("employer", id_of("Employer", one.handle)) for one in EMPLOYERS),
    *(("industry", code) for code in ("I", "I65", "J66")),
    *(("place", code) for code in ("330000", "330100", "CN")),
    *(("alumnus", stable_id(f"p{number}")) for number in range(1, 8)),
]


@pytest.mark.parametrize(
    "limits",
    [
        {"FEW_THERE": 1000},
        {"FEW_THERE": 1000, "FEW_KNOWN": 0},
        {"FEW_THERE": 0, "MOST_LISTED": 1000},
        {"FEW_THERE": 0, "MOST_LISTED": 0, "FEW_KNOWN": 0},
    ],
    ids=["there", "there, asked each", "by bridges, listed", "by bridges, asked each"],
)
@pytest.mark.usefixtures("unmeasured")
@pytest.mark.parametrize("seed", range(4))
async def test_the_answer_is_that_of_looking_at_every_pair(
    seed: int, limits: dict[str, int], graph: Neo4jGraph, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, limit in limits.items():
        monkeypatch.setattr(service, name, limit)
    monkeypatch.setattr(plain, "LOAD_STEP", 3)
    world = random_world(seed)
    await load_world(graph, world)
    seen, met = view(world, "p0"), 0
    for name, value in ASKED:
        ask = Ask("/v1/introductions", "/v1/introductions", ((name, value), ("limit", "50")))
        answer = await answer_to(app, ACCOUNT, ask)
        plain.introductions(seen, ACCOUNT, ask, answer)
        met += len(answer.json.get("items", ()))
    assert met > 100, "the networks are rich enough to tell an order"


async def test_what_a_budget_leaves_out_is_said(graph: Neo4jGraph, settings: Settings) -> None:
    world = random_world(1)
    await load_world(graph, world)
    viewer = Viewer("account", Role.ALUMNUS, world.person("p0").id)
    narrow = settings.model_copy(update={"introduction_bridges": 3, "introduction_targets": 4})

    async def found(with_settings: Settings, place: str) -> Any:
        return await introductions_to(graph, viewer, "place", place, with_settings, datetime.now(UTC), "en", 50)

    whole, part = await found(settings, "CN"), await found(narrow, "CN")
    assert whole.budgets == []
    seen = Seen(view(world, "p0"), "p0")
    pairs = plain.pairs_to(seen, seen.people["p0"], "place", id_of("Place", "CN"))
    bridges = {pair["introducer"]["id"] for pair in pairs}
    assert {one.name: (one.limit, one.met >= len(bridges)) for one in part.budgets if one.name == "bridges"} == {
        "bridges": (3, True)
    }
    (targets,) = [one for one in part.budgets if one.name == "targets"]
    assert targets.limit == 4 < targets.met
    assert len({one.target.id for one in part.items}) <= 4
    assert len({one.introducer.id for one in part.items}) <= 3
    scores = {(one.introducer.id, one.target.id): one.score for one in whole.items}
    assert all(scores.get((one.introducer.id, one.target.id), one.score) == one.score for one in part.items)


# --- one school, looked at closely ------------------------------------------------------------------------------------
@pytest.fixture
async def town(school: School) -> School:
    """`c` works at acme, `d` did; `b` knows both."""
    facts = {
        "c": {"jobs": (job("acme", "Engineer", since="2021-03"),), "places": (Stay("330100", "2020"),)},
        "d": {"jobs": (job("acme", "Boss", since="2015", until="2019-06"),)},
    }
    world = school.world
    people = tuple(replace(one, **facts.get(one.handle, {})) for one in world.people)
    school.world = replace(world, people=people, employers=(Employer("acme", "云图", "I65"),))
    await school.load()
    return school


ACME = id_of("Employer", "acme")


async def test_an_answer_says_who_why_and_how_the_score_comes_about(town: School) -> None:
    answer = await town.find("a", employer=ACME)
    body = answer.json()
    assert answer.headers["content-language"] == "en"
    assert body["destination"] == {"kind": "employer", "id": ACME, "name": "云图", "name_en": None}
    assert [(one["introducer"]["id"], one["target"]["id"]) for one in body["items"]] == [
        (town.id("b"), town.id("c")),
        (town.id("b"), town.id("d")),
    ]
    first, second = body["items"]
    assert first["summary"] == "B could introduce you to C, who works at 云图."
    assert first["there"] == {
        "id": ACME, "name": "云图", "title": "Engineer", "present": True, "since": "2021-03", "until": None,
    }  # fmt: skip
    assert [hop["evidence"][0]["text"] for hop in first["hops"]] == [
        "You and B have known each other since 2018.",
        "B and C know each other.",
    ]
    assert [hop["a"]["name"] for hop in first["hops"]] == ["A", "B"]
    assert first["factors"] == {"near": 0.8, "far": 0.8, "strength": 0.64, "recency": 1.0, "load": 1.0}
    assert (first["score"], first["arithmetic"]) == (0.64, "0.8 × 0.8 × 1 × 1 = 0.64")
    assert second["summary"] == "B could introduce you to D, who worked at 云图 until 2019-06."
    assert second["there"]["present"] is False
    assert second["score"] == pytest.approx(0.64 * second["factors"]["recency"])
    assert body["rule"] == {"half_life_years": 5.0, "load_days": 30, "load_step": 3, "load_factor": 0.8}
    assert (body["found"], body["limited"], body["budgets"]) == (2, False, [])


async def test_the_sentences_are_chinese_for_whoever_prefers_it(town: School) -> None:
    headers = {"Accept-Language": "zh-CN"}
    for params, summary in (
        ({"employer": ACME}, "B可以把您引荐给C（现在云图任职）。"),
        ({"place": "330100"}, "B可以把您引荐给C（现在杭州市居住）。"),
        ({"alumnus": town.id("c")}, "B可以把您引荐给C。"),
    ):
        answer = await town.call("a", "GET", "/introductions", params=params, headers=headers)
        assert answer.json()["items"][0]["summary"] == summary
        assert answer.headers["content-language"] == "zh"


async def test_a_limit_leaves_the_last_ones_out(town: School) -> None:
    body = (await town.find("a", industry="I", limit=1)).json()
    assert [one["target"]["id"] for one in body["items"]] == [town.id("c")]
    assert (body["found"], body["limited"]) == (2, True)


async def test_whoever_is_asked_often_is_ranked_down_by_steps(town: School) -> None:
    others = [f"x{number}" for number in range(3)]
    world = town.world
    asked = tuple(Introduce(f"r{one}", one, "b", "d", state="withdrawn") for one in others)
    for counted, load in ((asked[:2], 1.0), (asked, 0.8), ((*asked[:2], replace(asked[2], days_ago=31)), 1.0)):
        town.world = replace(world, people=(*world.people, *map(person, others)), introductions=counted)
        await town.load()
        first = (await town.find("a", employer=ACME)).json()["items"][0]
        assert first["factors"]["load"] == load
        assert first["asked_lately"] == (3 if load < 1 else 0)
        assert first["score"] == pytest.approx(0.64 * load)


async def test_exactly_one_thing_is_asked_for(town: School) -> None:
    none = await town.find("a")
    assert kind(none) == (422, "ask-for-one-thing")
    assert "`employer`, `industry`, `place` or `alumnus`" in none.json()["errors"][0]["message"]
    several = await town.find("a", employer=ACME, place="CN")
    assert kind(several) == (422, "ask-for-one-thing")
    assert [one["where"] for one in several.json()["errors"]] == ["query.employer", "query.place"]


async def test_what_is_not_there_or_not_to_be_met_is_refused(town: School) -> None:
    for params in ({"employer": "x"}, {"industry": "Z99"}, {"place": "nowhere"}):
        assert kind(await town.find("a", **params)) == (422, "unknown-filter-value")
    never = await town.find("a", alumnus=stable_id("never"))
    assert kind(never) == (404, "alumnus-not-found")
    await town.answers("c", listed="nobody")
    assert (await town.find("a", alumnus=town.id("c"))).content == never.content
    assert kind(await town.find("a", alumnus=town.id("a"))) == (422, "that-is-you")
    assert kind(await town.find("a", alumnus=town.id("b"))) == (409, "already-connected")
    assert (await town.find("a", employer=ACME, limit=51)).status_code == 422
    assert (await town.find("a", employer=ACME, limit=0)).status_code == 422


async def test_without_a_bridge_there_is_no_introduction(town: School) -> None:
    await town.answers("b")
    body = (await town.find("a", employer=ACME)).json()
    assert (body["items"], body["found"], body["budgets"]) == ([], 0, [])
