"""Insights over HTTP on a school of sixty: the numbers, who is counted, what is kept back, what is refused."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from graph_service.careers import service
from graph_service.graph import Neo4jGraph
from tests.careers.conftest import Ask, school
from tests.worlds import load_world, view


def counts(values: list[dict[str, Any]]) -> dict[Any, int]:
    return {one["value"]: one["people"] for one in values}


async def test_numbers_are_those_of_the_people_whom_the_viewer_sees(graph: Neo4jGraph, ask: Ask) -> None:
    world = school()
    await load_world(graph, world)
    answer = (await ask("m1", "/v1/insights", like="anybody")).json()
    people = view(world, "m1").people
    functions = Counter(held.function for one in people for held in one.jobs if held.current)
    assert answer["people"] == len(people) == 58
    assert counts(answer["functions"]) == dict(functions)
    assert answer["rules"] == {"smallest_count": 10, "rounded_down_to": 1, "estimated": False, "looked_at": 58}
    (moved,) = answer["next_functions"]
    assert (moved["value"], counts(moved["next"])) == ("finance", {"data": 20})
    (section,) = answer["next_industries"]
    assert (section["value"], counts(section["next"])) == ("J", {"I": 20})
    assert sum(counts(answer["employers"]).values()) == 58


async def test_small_cells_are_kept_back_with_company(graph: Neo4jGraph, ask: Ask) -> None:
    await load_world(graph, school())
    answer = (await ask("staff", "/v1/insights")).json()
    places = answer["places"]
    rest = answer["people"] - sum(one["people"] for one in places)
    assert all(one["people"] >= 10 for one in places)
    assert rest == 0 or rest >= 10
    assert counts(answer["levels"])[3] == 40


async def test_like_me_is_my_programme_unless_something_else_is_asked(graph: Neo4jGraph, ask: Ask) -> None:
    await load_world(graph, school())
    mine = (await ask("m1", "/v1/insights")).json()
    assert mine["group"]["programme"] == ["法学"]
    assert mine["people"] == 29
    start = (await ask("m1", "/v1/insights", like="start")).json()
    assert start["group"]["start_function"] == ["software"]
    assert start["people"] == 20
    years = (await ask("m1", "/v1/insights", like="years")).json()
    assert (years["group"]["intake_from"], years["group"]["intake_to"], years["people"]) == (2018, 2020, 58)
    other = (await ask("m1", "/v1/insights", programme="计算机", function="data")).json()
    assert other["group"]["like"] == []
    assert other["people"] == 10


async def test_too_few_people_get_advice_and_no_number(graph: Neo4jGraph, ask: Ask) -> None:
    await load_world(graph, school())
    answer = (await ask("m1", "/v1/insights", place="330200", function="data", language="zh")).json()
    assert answer["people"] is None
    assert answer["rules"]["looked_at"] is None
    assert answer["widen"] == ["function", "place", "programme"]
    assert "放宽" in answer["note"]
    assert not any(answer[table] for table in ("places", "industries", "employers", "functions", "levels"))


async def test_numbers_for_researchers_are_rounded_down(graph: Neo4jGraph, ask: Ask) -> None:
    await load_world(graph, school())
    answer = (await ask("researcher", "/v1/insights", start_industry="J")).json()
    assert (answer["people"], answer["rules"]["rounded_down_to"]) == (35, 5)
    assert all(one["people"] % 5 == 0 for one in answer["functions"])


@pytest.mark.parametrize(
    ("params", "where"),
    [
        ({"intake_from": 2020, "intake_to": 2019}, "query.intake_from"),
        ({"graduation_from": 2020, "graduation_to": 2019}, "query.graduation_from"),
        ({"level": 2, "level_min": 4}, "query.level"),
        ({"like": "anybody,years"}, "query.like"),
        ({"programme": "没有"}, "query.programme"),
        ({"place": "nowhere"}, "query.place"),
        ({"start_industry": "Z9"}, "query.industry"),
        ({"intake_from": 12}, "query.intake_from"),
        ({"unheard_of": 1}, "query.unheard_of"),
    ],
)
async def test_what_cannot_be_is_refused_with_what_to_change(
    graph: Neo4jGraph, ask: Ask, params: dict[str, Any], where: str
) -> None:
    await load_world(graph, school())
    response = await ask("m1", "/v1/insights", **params)
    assert response.status_code == 422
    assert where in [error["where"] for error in response.json()["errors"]]


async def test_staff_have_no_record_to_be_like(graph: Neo4jGraph, ask: Ask) -> None:
    await load_world(graph, school())
    response = await ask("staff", "/v1/insights", like="start")
    assert response.status_code == 422
    assert "start_function" in response.json()["errors"][0]["message"]


ANCHORS = ({"programme": "法学"}, {"intake_from": 2019}, {"graduation_to": 2022}, {"place": "CN"}, {"industry": "I"})


@pytest.mark.parametrize("params", ANCHORS, ids=lambda params: next(iter(params)))
async def test_every_way_in_counts_the_same(
    graph: Neo4jGraph, ask: Ask, params: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    await load_world(graph, school())
    exact = (await ask("m1", "/v1/insights", **params)).json()
    monkeypatch.setattr(service, "SAMPLED_FROM", 3)
    monkeypatch.setattr(service, "MANY_MEET", 1.0)
    assert (await ask("m1", "/v1/insights", **params)).json() == exact


async def test_very_many_people_are_estimated(graph: Neo4jGraph, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    await load_world(graph, school())
    monkeypatch.setattr(service, "SAMPLE_SIZE", 30)
    answer = (await ask("m1", "/v1/insights", like="anybody")).json()
    assert answer["rules"]["estimated"]
    assert answer["rules"]["rounded_down_to"] == 10
    assert answer["people"] == 50
