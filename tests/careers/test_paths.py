"""Careers that made a move, over HTTP on a school of sixty."""

from __future__ import annotations

from typing import Any

import pytest

from graph_service.graph import Neo4jGraph
from tests.careers.conftest import Ask, school
from tests.support import stable_id
from tests.worlds import load_world


async def test_a_move_is_told_with_its_time_its_employers_and_its_people(graph: Neo4jGraph, ask: Ask) -> None:
    await load_world(graph, school())
    answer = (await ask("m1", "/v1/paths", from_function="finance", to_function="data", limit=5)).json()
    assert answer["people"] == 20
    assert answer["months"] == {"lower": 38, "median": 40, "upper": 43}
    assert [one["people"] for one in answer["from_employers"]] == [20]
    assert [one["name"] for one in answer["to_employers"]] == ["Acme"]
    assert [(one["person"]["id"], one["degree"]) for one in answer["travellers"][:3]] == [
        (stable_id("m3"), 1),
        (stable_id("m6"), 2),
        (stable_id("m9"), 3),
    ]
    first = answer["travellers"][0]
    assert first["connection"] == f"/v1/connections/{stable_id('m3')}"
    assert [step["employer"]["name"] for step in first["steps"]] == ["Bank", "Acme"]
    assert first["text"] == "M3 came from Finance and accounting to Data in 39 months, and you know each other."
    assert len(answer["travellers"]) == 5


async def test_industries_tell_the_same_move_in_chinese(graph: Neo4jGraph, ask: Ask) -> None:
    await load_world(graph, school())
    answer = (await ask("m1", "/v1/paths", from_industry="J", to_industry="I65", language="zh")).json()
    assert answer["people"] == 20
    assert answer["travellers"][0]["text"] == "M3用39个月从J转到I65，您认识此人。"


async def test_a_move_of_too_few_has_no_numbers(graph: Neo4jGraph, ask: Ask) -> None:
    await load_world(graph, school())
    answer = (await ask("m1", "/v1/paths", from_function="data", to_function="finance")).json()
    assert (answer["people"], answer["months"], answer["travellers"]) == (None, None, [])
    assert "At least 10" in answer["note"]


async def test_researchers_see_no_people(graph: Neo4jGraph, ask: Ask) -> None:
    await load_world(graph, school())
    answer = (await ask("researcher", "/v1/paths", from_function="finance", to_function="data")).json()
    assert answer["people"] == 20
    assert answer["travellers"] == []


async def test_staff_see_who_made_it_and_no_distance(graph: Neo4jGraph, ask: Ask) -> None:
    await load_world(graph, school())
    answer = (await ask("staff", "/v1/paths", from_function="finance", to_function="data")).json()
    assert len(answer["travellers"]) == 10
    assert {(one["degree"], one["connection"]) for one in answer["travellers"]} == {(None, None)}


@pytest.mark.parametrize(
    ("params", "where"),
    [
        ({}, "query.from_function"),
        ({"from_function": "sales"}, "query.to_function"),
        ({"from_function": "sales", "to_industry": "I"}, "query.to_industry"),
        ({"from_function": "sales", "to_function": "sales"}, "query.to_function"),
        ({"from_industry": "I", "to_industry": "I65"}, "query.to_industry"),
        ({"from_industry": "I", "to_industry": "Z9"}, "query.industry"),
        ({"from_function": "wizardry", "to_function": "sales"}, "query.from_function"),
        ({"from_function": "sales", "to_function": "data", "limit": 1000}, "query.limit"),
    ],
)
async def test_an_unclear_move_is_refused_with_what_to_change(
    graph: Neo4jGraph, ask: Ask, params: dict[str, Any], where: str
) -> None:
    await load_world(graph, school())
    response = await ask("m1", "/v1/paths", **params)
    assert response.status_code == 422
    assert where in [error["where"] for error in response.json()["errors"]]
