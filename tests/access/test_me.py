"""One's own record: all of it, with who sees what; and what one may change of it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from graph_service.access import me
from graph_service.access.models import UpdateMeRequest
from graph_service.access.viewer import Role, Viewer
from graph_service.directory.names import search_text
from graph_service.graph import Graph
from tests.access.people import add_people, labels_of, properties_of
from tests.freshness import assert_facts_are_fresh
from tests.support import stable_id, statement
from tests.worlds import Account, Employer, Knows, Skilled, Stay, World, job, load_world, person

HAN = person(
    "han",
    "韩小宁",
    name_latin="Han Xiaoning",
    key="2019-001",
    about="Lawyer",
    email="han@example.org",
    phone="+86 571 1234",
    jobs=(job("acme", "Counsel", since="2022-03"), job("old", "Clerk", since="2015", until="2018-06")),
    cohorts=(Stay("law19", since="2019-09", until="2022-06"),),
    places=(Stay("330100", since="2019"),),
    skills=(Skilled("negotiation"),),
    events=(Stay("spring", role="speaker"),),
    groups=(Stay("wx1"),),
)
WORLD = World(
    people=(HAN, person("li"), person("wu", listed="nobody"), person("zhou", listed="connections")),
    employers=(Employer("acme", "Acme", "I65"), Employer("old", "Old Co")),
    knows=(Knows("han", "li"), Knows("han", "wu"), Knows("zhou", "han")),
    accounts=(Account("han", person="han"), Account("li", person="li"), Account("staff", "staff")),
)
SCHOOL = statement(
    "MERGE (s:School {key: 'school'}) SET s.default_listed = $listed, s.default_show_connections = $show_connections"
)


def headers_of(name: str) -> dict[str, str]:
    account = next(one for one in WORLD.accounts if one.name == name)
    return {"Authorization": f"Bearer {account.token}"}


@pytest.fixture
async def world(graph: Graph) -> World:
    await load_world(graph, WORLD)
    return WORLD


async def read(client: httpx.AsyncClient, name: str = "han") -> dict[str, Any]:
    answer = await client.get("/v1/me", headers=headers_of(name))
    assert answer.status_code == 200, answer.text
    return answer.json()


async def patch(client: httpx.AsyncClient, change: object, name: str = "han") -> httpx.Response:
    return await client.patch("/v1/me", json=change, headers=headers_of(name))


async def test_the_whole_record_is_there_with_its_sources(client: httpx.AsyncClient, world: World) -> None:
    record = (await read(client))["record"]
    assert record["name"] == {"value": "韩小宁", "seen_by": "members", "source": "registry", "as_of": "2026-01-31"}
    assert record["key"]["value"] == "2019-001"
    assert record["key"]["seen_by"] == "staff"
    assert record["wechat"]["value"] is None
    assert [one["name"] for one in record["jobs"]["items"]] == ["Acme", "Old Co"]
    assert record["jobs"]["items"][1] | {"id": ""} == {
        "id": "",
        "name": "Old Co",
        "title": "Clerk",
        "function": None,
        "level": None,
        "current": False,
        "from": "2015",
        "to": "2018-06",
        "source": "registry",
        "as_of": "2026-01-31",
    }
    kinds = ("cohorts", "jobs", "places", "skills", "events", "groups")
    assert {kind: len(record[kind]["items"]) for kind in kinds} == dict(zip(kinds, (1, 2, 1, 1, 1, 1), strict=True))
    assert all(fact["source"] == "registry" for kind in kinds for fact in record[kind]["items"])
    assert all(record[kind]["seen_by"] == "members" for kind in kinds)


async def test_connections_are_counted_as_far_as_they_are_seen(client: httpx.AsyncClient, world: World) -> None:
    assert (await read(client))["record"]["connections"] == 2, "wu is hidden"


async def test_an_account_without_a_person_has_no_record(client: httpx.AsyncClient, world: World) -> None:
    body = await read(client, "staff")
    assert body["account"]["role"] == "staff"
    assert body["record"] is None
    assert body["choices"] is None


async def test_questions_never_asked_are_null_and_the_default_holds(client: httpx.AsyncClient, world: World) -> None:
    choices = (await read(client))["choices"]
    assert choices["listed"] == {"answer": None, "effective": "members"}
    assert choices["show_connections"] == {"answer": None, "effective": True}
    assert choices["contact_audience"] == {"answer": None, "effective": "staff"}
    assert [choices[consent] for consent in ("bridge", "mentor", "research")] == [None, None, None]


async def test_who_sees_a_field_follows_the_answers(client: httpx.AsyncClient, world: World) -> None:
    body = (await patch(client, {"listed": "connections", "contact_audience": "nobody"})).json()
    assert body["record"]["jobs"]["seen_by"] == "connections"
    assert body["record"]["email"]["seen_by"] == "me"
    body = (await patch(client, {"listed": "nobody", "contact_audience": "connections"})).json()
    assert body["record"]["jobs"]["seen_by"] == "staff"
    assert body["record"]["email"]["seen_by"] == "staff"


async def test_what_one_says_oneself_has_oneself_as_its_source(client: httpx.AsyncClient, world: World) -> None:
    body = (await patch(client, {"phone": " 0571 8820 1234 ", "about": "Lawyer and teacher"})).json()
    phone = body["record"]["phone"]
    assert phone == {
        "value": "0571 8820 1234",
        "seen_by": "staff",
        "source": "self",
        "as_of": datetime.now(UTC).date().isoformat(),
    }
    assert body["record"]["email"]["source"] == "registry"
    assert (await read(client)) == body


async def test_null_clears_and_what_is_left_out_stays(client: httpx.AsyncClient, graph: Graph, world: World) -> None:
    body = (await patch(client, {"email": None})).json()
    assert body["record"]["email"]["value"] is None
    assert body["record"]["phone"]["value"] == "+86 571 1234"
    assert "email" not in await properties_of(graph, "han")


async def test_an_empty_change_changes_nothing(client: httpx.AsyncClient, graph: Graph, world: World) -> None:
    before = await properties_of(graph, "han")
    assert (await patch(client, {})).status_code == 200
    assert await properties_of(graph, "han") == before


@pytest.mark.parametrize(
    ("change", "labels"),
    [
        ({"listed": "nobody"}, {"Hidden"}),
        ({"listed": "connections"}, {"ConnectionsOnly"}),
        ({"listed": "members"}, set()),
        ({"show_connections": False}, {"Discreet"}),
        ({"mentor": True}, {"Mentor"}),
        ({"mentor": False}, set()),
        ({"bridge": True}, {"Bridge"}),
        ({"listed": "nobody", "show_connections": False, "mentor": True}, {"Hidden", "Discreet", "Mentor"}),
    ],
)
async def test_the_labels_follow_the_answers(client, graph, world, change: dict[str, Any], labels: set[str]) -> None:
    assert (await patch(client, change)).status_code == 200
    assert await labels_of(graph, "han") == labels
    assert (await patch(client, dict.fromkeys(change))).status_code == 200
    assert await labels_of(graph, "han") == set()


async def test_an_answer_taken_back_is_the_schools_default(client, graph: Graph, world: World) -> None:
    await graph.run(SCHOOL, listed="connections", show_connections=False)
    try:
        await patch(client, {"listed": "members", "show_connections": True})
        assert await labels_of(graph, "han") == set()
        body = (await patch(client, {"listed": None, "show_connections": None})).json()
    finally:
        await graph.run(SCHOOL, listed="members", show_connections=True)
    assert await labels_of(graph, "han") == {"ConnectionsOnly", "Discreet"}
    assert body["choices"]["listed"] == {"answer": None, "effective": "connections"}
    assert body["choices"]["show_connections"] == {"answer": None, "effective": False}


async def test_consents_are_yes_no_or_never_asked(client: httpx.AsyncClient, world: World) -> None:
    body = (await patch(client, {"bridge": True, "mentor": False, "research": None})).json()
    assert [body["choices"][consent] for consent in ("bridge", "mentor", "research")] == [True, False, None]


async def test_a_new_latin_name_is_found_by_search(client: httpx.AsyncClient, graph: Graph, world: World) -> None:
    await patch(client, {"name_latin": "Shannon Han"})
    held = await properties_of(graph, "han")
    expected = search_text("韩小宁", "Shannon Han", held["pinyin"], "hxn", ["Acme", "Old Co"], ["Counsel", "Clerk"])
    assert held["search"] == expected
    await patch(client, {"name_latin": None})
    assert "shannon" not in (await properties_of(graph, "han"))["search"]


async def test_where_one_lives_now(client: httpx.AsyncClient, graph: Graph, world: World) -> None:
    places = {place.name: stable_id(f"Place:{place.code}") for place in world.places}
    body = (await patch(client, {"place_id": places["上海市"]})).json()
    now, before = body["record"]["places"]["items"]
    this_month = f"{datetime.now(UTC):%Y-%m}"
    assert (now["name"], now["current"], now["from"], now["to"], now["source"]) == (
        "上海市",
        True,
        this_month,
        None,
        "self",
    )
    assert (before["name"], before["current"], before["to"]) == ("杭州市", False, this_month)
    await assert_facts_are_fresh(graph)
    again = (await patch(client, {"place_id": places["上海市"]})).json()
    assert again["record"]["places"] == body["record"]["places"]
    none = (await patch(client, {"place_id": None})).json()
    assert [place["current"] for place in none["record"]["places"]["items"]] == [False, False]


async def test_an_unknown_place_changes_nothing_at_all(client: httpx.AsyncClient, graph: Graph, world: World) -> None:
    before = await properties_of(graph, "han")
    answer = await patch(client, {"place_id": "nowhere", "listed": "nobody", "about": "changed"})
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"where": "body.place_id", "message": "is not the id of a place"}]
    assert await properties_of(graph, "han") == before
    assert await labels_of(graph, "han") == set()


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Somebody Else"},
        {"id": "x"},
        {"source": "me"},
        {"unknown": 1},
        {"listed": "everybody"},
        {"listed": True},
        {"mentor": "yes"},
        {"mentor": 1},
        {"email": "not an address"},
        {"email": ""},
        {"phone": "call me"},
        {"about": "   "},
        {"about": "x" * 4001},
        {"name_latin": "a\u0000b"},
        {"about": "a\ud800b"},
        {"wechat": "a b"},
        {"contact_audience": "members"},
        [],
        "listed",
        None,
    ],
)
async def test_what_cannot_be_is_refused_whole(client, graph: Graph, world: World, change: object) -> None:
    before = await properties_of(graph, "han")
    body = '{"about": "a\\ud800b"}' if change == {"about": "a\ud800b"} else None
    if body is None:
        answer = await patch(client, {"about": "changed", **change} if isinstance(change, dict) else change)
    else:
        answer = await client.patch(
            "/v1/me", content=body, headers={**headers_of("han"), "content-type": "application/json"}
        )
    assert answer.status_code == 422
    assert answer.json()["errors"]
    assert await properties_of(graph, "han") == before


async def test_somebody_who_is_not_in_the_graph_changes_nothing(client: httpx.AsyncClient, world: World) -> None:
    answer = await patch(client, {"listed": "nobody"}, "staff")
    assert answer.status_code == 403
    assert answer.json()["type"] == "urn:problem:members-only"


async def test_a_record_that_is_gone_meanwhile_is_told(graph: Graph) -> None:
    viewer = Viewer("account", Role.ALUMNUS, stable_id("gone"))
    with pytest.raises(me.MembersOnly):
        await me.change_me(graph, viewer, UpdateMeRequest(listed="nobody"), search_text)
    with pytest.raises(me.NotSignedIn):
        await me.describe_me(graph, viewer)


async def test_a_researchers_own_record_is_not_read_as_a_researcher(client, graph: Graph, sign_in) -> None:
    await add_people(graph, "han")
    answer = await client.get("/v1/me", headers=await sign_in("researcher", stable_id("han")))
    assert answer.json()["record"] is None


async def test_changes_at_the_same_moment_leave_labels_and_answers_in_step(client, graph: Graph, world: World) -> None:
    wanted = [
        {"listed": listed, "show_connections": show} for listed in ("members", "nobody") for show in (True, False)
    ]
    await asyncio.gather(*(patch(client, change) for change in wanted * 3))
    held, labels = await properties_of(graph, "han"), await labels_of(graph, "han")
    assert ("Hidden" in labels) is (held["listed"] == "nobody")
    assert ("Discreet" in labels) is (not held["show_connections"])
