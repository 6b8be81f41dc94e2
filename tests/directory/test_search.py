"""The search against plain Python: every filter and combination, every order, every page, for members and staff."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_service.directory import service as directory
from graph_service.directory.filters import Question, Search
from graph_service.graph import Neo4jGraph
from tests.directory.conftest import Ask, every_page
from tests.directory.networks import EMPLOYERS, questions, worlds
from tests.directory.oracle import Oracle
from tests.worlds import Account, Employer, Knows, Stay, World, id_of, job, load_world, person, view


def examples(number: int) -> settings:
    """So many networks, each loaded into the same Neo4j."""
    unhurried = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    return settings(max_examples=number, deadline=None, suppress_health_check=unhurried)


def oracle_for(world: World, who: str | None) -> Oracle:
    return Oracle(view(world, who) if who else world, who)


@pytest.mark.usefixtures("unmeasured")
@examples(25)
@given(world=worlds(), asked=st.lists(questions(), min_size=4, max_size=6), data=st.data())
async def test_a_search_finds_what_plain_python_finds(
    graph: Neo4jGraph, ask: Ask, world: World, asked: list[dict[str, Any]], data: st.DataObject
) -> None:
    await searches_find_what_plain_python_finds(graph, ask, world, asked, data)


async def searches_find_what_plain_python_finds(
    graph: Neo4jGraph, ask: Ask, world: World, asked: list[dict[str, Any]], data: st.DataObject
) -> None:
    await load_world(graph, world)
    who = data.draw(st.sampled_from([*(one.handle for one in world.people), None]))
    oracle = oracle_for(world, who)
    for given_params in asked:
        question, sort, params = a_fair_question(given_params, who, data)
        limit = data.draw(st.sampled_from((1, 2, 20)))
        items = await every_page(ask, world, who, "/v1/alumni", **params, sort=sort, limit=limit)
        assert [card["id"] for card in items] == oracle.page(question, sort), (params, sort)
        for card in items:
            one = next(one for one in world.people if one.id == card["id"])
            assert card["degree"] == oracle.degree(one.handle)
            assert card["mutual_connections"] == oracle.mutual(one.handle)


def a_fair_question(
    params: dict[str, Any], who: str | None, data: st.DataObject
) -> tuple[Question, str, dict[str, Any]]:
    """The question as asked, without what staff cannot ask, or contradictions."""
    if who is None:
        params = {name: value for name, value in params.items() if name != "degree"}
    sorts = ["recency", "name"] + ["closeness"] * bool(who) + ["relevance"] * ("q" in params)
    question = Question(**params)
    if question.levels() == []:
        params = {name: value for name, value in params.items() if name != "level"}
        question = Question(**params)
    return question, data.draw(st.sampled_from(sorts)), params


@pytest.mark.usefixtures("unmeasured")
@examples(15)
@given(world=worlds(), asked=st.lists(questions(), min_size=4, max_size=6), data=st.data())
async def test_asking_the_index_month_by_month_finds_the_same_people(
    graph: Neo4jGraph, ask: Ask, world: World, asked: list[dict[str, Any]], data: st.DataObject
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(directory, "FEW", 0)
        patch.setattr(directory, "TIERS_FROM", 1)
        patch.setattr(directory, "months_at_first", lambda *_: 1)
        await searches_find_what_plain_python_finds(graph, ask, world, asked, data)


@pytest.mark.usefixtures("unmeasured")
@examples(12)
@given(world=worlds(), data=st.data())
async def test_filters_by_employer_and_skill_are_for_those_who_see_somebody_there(
    graph: Neo4jGraph, ask: Ask, world: World, data: st.DataObject
) -> None:
    await load_world(graph, world)
    who = data.draw(st.sampled_from([*(one.handle for one in world.people), None]))
    oracle = oracle_for(world, who)
    for employer in EMPLOYERS:
        for when in ("now", "ever"):
            params = {"employer": id_of("Employer", employer.handle), "employer_when": when}
            response = await ask(world, who, "/v1/alumni", **params, sort="recency", limit=100)
            if employer.handle in oracle.employers:
                found = [card["id"] for card in response.json()["items"]]
                assert found == oracle.page(Question.model_validate(params), "recency")
            else:
                assert response.status_code == 422
    for skill in ("python", "accounting", "negotiation"):
        response = await ask(world, who, "/v1/alumni", skill=id_of("Skill", skill), sort="name")
        if skill in oracle.world.skills or who is None:
            question = Question.model_validate({"skill": [id_of("Skill", skill)]})
            assert [card["id"] for card in response.json()["items"]] == oracle.page(question, "name")
        else:
            assert response.status_code == 422


PEOPLE = World(
    people=(
        person(
            "han",
            "韩小宁",
            jobs=(job("acme", "软件工程师", since="2019-07", function="software", level=4), job("bank", until="2018")),
            cohorts=(Stay("law19", "2019-09"),),
            places=(Stay("330100"),),
            events=(Stay("spring"),),
        ),
        person(
            "li",
            "李娜",
            name_latin="Anna Lee",
            jobs=(job("acme", "经理", since="2020", level=5),),
            events=(Stay("spring"),),
        ),
        person("wang", "王伟", mentor=True, cohorts=(Stay("law19"),), places=(Stay("330100"),)),
        person("lu", "吕布", listed="nobody", jobs=(job("secret"),)),
        person("as", "安爽"),
        person("far", "远方"),
    ),
    employers=(
        Employer("acme", "Acme 软件有限公司", "I65"),
        Employer("bank", "宁波银行", "J66"),
        Employer("secret", "秘密公司"),
    ),
    knows=(Knows("han", "li"), Knows("li", "wang"), Knows("wang", "as")),
    accounts=(*(Account(f"of {one}", person=one) for one in ("han", "li", "wang", "lu")), Account("staff", "staff")),
)


async def test_names_among_very_many_meet_the_other_filters_too(
    graph: Neo4jGraph, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory, "FEW", 0)
    monkeypatch.setattr(directory, "TIERS_FROM", 1)
    monkeypatch.setattr(directory, "months_at_first", lambda *_: 1)
    await load_world(graph, NAMESAKES)
    found = await ask(NAMESAKES, None, "/v1/alumni", q="王伟", graduation_from=2020)
    assert [card["name_latin"] for card in found.json()["items"]] == ["Graduate"]


async def test_a_search_for_whom_the_index_finds_nobody_ends(
    graph: Neo4jGraph, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory, "FEW", -1)
    await load_world(graph, NAMESAKES)
    for params in ({"q": "欧阳"}, {"function": "sales", "level": "director"}, {"q": "欧阳", "graduation_from": 2020}):
        found = await ask(NAMESAKES, None, "/v1/alumni", **params, sort="recency")
        assert (found.status_code, found.json()["items"]) == (200, []), params


NAMESAKES = World(
    people=(
        person("graduate", "王伟", name_latin="Graduate", cohorts=(Stay("law19"),)),
        *(person(f"other {number}", "王伟", name_latin=f"Other {number}") for number in range(4)),
    ),
    accounts=(Account("staff", "staff"),),
)


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ("韩小宁", ["韩小宁"]),
        ("小宁", ["韩小宁"]),
        ("宁", ["韩小宁"]),
        ("hanxiaoning", ["韩小宁"]),
        ("Han Xiao", ["韩小宁"]),
        ("hxn", ["韩小宁"]),
        ("ＨＸＮ", ["韩小宁"]),
        ("as", ["安爽"]),  # a word that English analyzers leave out
        ("anna", ["李娜"]),
        ("lee经", []),
        ("软件", ["李娜", "韩小宁"]),
        ("acme", ["李娜", "韩小宁"]),
        ("acme 经理", ["李娜"]),
        ("engineer 宁波", ["韩小宁"]),
        ("lvbu", []),
        ("秘密", []),
        ("ning", ["韩小宁"]),
        ("oning", []),
        ("((", None),
    ],
)
async def test_text_is_found_in_every_spelling(graph: Neo4jGraph, ask: Ask, q: str, names: list[str] | None) -> None:
    await load_world(graph, PEOPLE)
    response = await ask(PEOPLE, "han", "/v1/alumni", q=q)
    if names is None:
        assert response.json()["errors"][0]["where"] == "query.q"
    else:
        assert [card["name"] for card in response.json()["items"]] == names


@pytest.mark.parametrize("spelling", ["lvbu", "lü bu", "LU BU", "lyubu", "lb", "吕布"])
async def test_a_name_with_an_umlaut_is_found_as_it_is_typed(graph: Neo4jGraph, ask: Ask, spelling: str) -> None:
    await load_world(graph, PEOPLE)
    assert (await ask(PEOPLE, None, "/v1/alumni", q=spelling)).json()["items"][0]["name"] == "吕布"


async def test_a_card_says_who_it_is_and_what_is_shared(graph: Neo4jGraph, ask: Ask) -> None:
    await load_world(graph, PEOPLE)
    items = (await ask(PEOPLE, "han", "/v1/alumni")).json()["items"]
    assert [(card["name"], card["degree"]) for card in items] == [
        ("韩小宁", 0), ("李娜", 1), ("王伟", 2), ("安爽", 3), ("远方", None),
    ]  # fmt: skip
    own, li, wang = items[:3]
    assert own["mutual_connections"] is None
    assert not any(own["in_common"].values())
    assert own["job"] == {
        "title": "软件工程师",
        "function": "software",
        "level": 4,
        "since": "2019-07",
        "employer": {"id": id_of("Employer", "acme"), "name": "Acme 软件有限公司"},
    }
    assert own["industry"]["code"] == "I65"
    assert own["place"]["code"] == "330100"
    assert own["cohorts"][0]["programme_type"] == "adult"
    shared = {name: [one["name"] for one in things] for name, things in li["in_common"].items() if things}
    assert shared == {
        "employers": ["Acme 软件有限公司"],
        "industries": ["软件和信息技术服务业"],
        "events": ["春季校友会"],
    }
    assert (wang["mutual_connections"], wang["open_to_mentoring"]) == (1, True)
    shared = {name: [one["name"] for one in things] for name, things in wang["in_common"].items() if things}
    assert shared == {"cohorts": ["法学2019级"], "places": ["杭州市"]}


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"industry": "ZZ"}, "industry"),
        ({"place": "nowhere"}, "place"),
        ({"cohort": "none"}, "cohort"),
        ({"employer": "none"}, "employer"),
        ({"skill": "none"}, "skill"),
        ({"function": "wizardry"}, "function.0"),
        ({"level": "7"}, "level.0"),
        ({"degree": "4"}, "degree.0"),
        ({"graduation_from": 2020, "graduation_to": 2010}, "graduation_from"),
        ({"level_min": 5, "level_max": 2}, "level_min"),
        ({"level": 1, "level_min": 2}, "level"),
        ({"sort": "relevance"}, "sort"),
        ({"programme_type": "evening"}, "programme_type.0"),
        ({"colour": "red"}, "colour"),
    ],
)
async def test_a_filter_that_means_nothing_is_named(
    graph: Neo4jGraph, ask: Ask, params: dict[str, Any], field: str
) -> None:
    await load_world(graph, PEOPLE)
    paths = ["/v1/alumni"] if "sort" in params else ["/v1/alumni", "/v1/alumni/facets"]
    for path in paths:
        response = await ask(PEOPLE, "han", path, **params)
        assert response.status_code == 422
        assert [error["where"] for error in response.json()["errors"]] == [f"query.{field}"]


@pytest.mark.parametrize("params", [{"degree": 1}, {"sort": "closeness"}])
async def test_staff_without_a_record_cannot_count_from_themselves(
    graph: Neo4jGraph, ask: Ask, params: dict[str, Any]
) -> None:
    await load_world(graph, PEOPLE)
    assert (await ask(PEOPLE, None, "/v1/alumni", **params)).json()["errors"][0][
        "where"
    ] == f"query.{next(iter(params))}"


async def test_an_employer_of_hidden_people_is_as_unknown_as_one_that_is_not_there(graph: Neo4jGraph, ask: Ask) -> None:
    await load_world(graph, PEOPLE)
    secret = id_of("Employer", "secret")
    hidden = await ask(PEOPLE, "han", "/v1/alumni", employer=secret)
    unknown = await ask(PEOPLE, "han", "/v1/alumni", employer=id_of("Employer", "nothing"))
    assert hidden.status_code == unknown.status_code == 422
    assert hidden.text.replace(secret, "x")[:200] == unknown.text.replace(id_of("Employer", "nothing"), "x")[:200]
    assert (await ask(PEOPLE, "lu", "/v1/alumni", employer=secret)).json()["items"][0]["name"] == "吕布"


async def test_values_separated_by_commas_are_values(graph: Neo4jGraph, ask: Ask) -> None:
    await load_world(graph, PEOPLE)
    found = (await ask(PEOPLE, "han", "/v1/alumni", degree="1,2", sort="name")).json()["items"]
    assert [card["name"] for card in found] == ["李娜", "王伟"]
    assert Search.model_validate({"degree": ["1", "2,3"]}).degree == [1, 2, 3]
