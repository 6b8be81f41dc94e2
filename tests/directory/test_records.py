"""Records, drawings and lists, for those who may see more and those who may see less."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.graph import Neo4jGraph
from tests.directory.conftest import Ask, every_page
from tests.directory.networks import worlds
from tests.directory.test_search import PEOPLE, examples
from tests.support import stable_id, statement
from tests.worlds import Account, Employer, Knows, World, id_of, job, load_world, person, view

WORLD = World(
    people=(
        person("me", "我"),
        person(
            "open", "开放", email="open@example.org", contact_audience="connections", jobs=(job("acme", since="2020"),)
        ),
        person("shy", "内向", email="shy@example.org", contact_audience="nobody", show_connections=False),
        person("gone", "隐藏", listed="nobody", jobs=(job("secret"),)),
    ),
    employers=(
        Employer("acme", "Acme 有限公司", "I65", aliases=("爱克米",), key="E1"),
        Employer("secret", "秘密 Acme"),
    ),
    knows=(Knows("me", "open"), Knows("open", "shy"), Knows("me", "gone")),
    accounts=(
        Account("of me", person="me"),
        Account("of shy", person="shy"),
        Account("staff", "staff"),
        Account("r", "researcher"),
    ),
)


@pytest.mark.parametrize(
    ("who", "whom", "email", "source"),
    [
        ("me", "open", "open@example.org", None),
        ("shy", "open", "open@example.org", None),
        ("me", "shy", None, None),
        ("shy", "shy", "shy@example.org", "registry"),
        (None, "open", "open@example.org", "registry"),
        (None, "shy", None, "registry"),
    ],
)
async def test_a_record_shows_what_is_for_the_one_who_asks(
    graph: Neo4jGraph, ask: Ask, who: str | None, whom: str, email: str | None, source: str | None
) -> None:
    await load_world(graph, WORLD)
    record = (await ask(WORLD, who, f"/v1/alumni/{stable_id(whom)}")).json()
    assert (record["email"], record["source"]) == (email, source)
    assert (record["version"] is None) == (source is None)
    assert all(held["source"] == source for held in record["jobs"])


async def test_nobody_and_somebody_hidden_are_the_same_to_the_byte(graph: Neo4jGraph, ask: Ask) -> None:
    await load_world(graph, WORLD)
    for path in ("/v1/alumni/{}", "/v1/alumni/{}/network"):
        hidden = await ask(WORLD, "me", path.format(stable_id("gone")))
        unknown = await ask(WORLD, "me", path.format(stable_id("nobody at all")))
        assert hidden.status_code == unknown.status_code == 404
        bodies = [{**one.json(), "request_id": None} for one in (hidden, unknown)]
        assert bodies[0] == bodies[1]


async def test_a_researcher_reads_no_people(graph: Neo4jGraph, client: Any) -> None:
    await load_world(graph, WORLD)
    headers = {"Authorization": f"Bearer {WORLD.accounts[-1].token}"}
    for path in ("/v1/alumni", "/v1/alumni/facets", f"/v1/alumni/{stable_id('me')}", "/v1/employers", "/v1/skills"):
        assert (await client.get(path, headers=headers)).status_code == 403
    assert (await client.get("/v1/industries", headers=headers)).status_code == 200
    assert (await client.get("/v1/alumni")).status_code == 401


async def test_staff_who_read_are_written_down(graph: Neo4jGraph, ask: Ask) -> None:
    await load_world(graph, WORLD)
    await ask(WORLD, None, f"/v1/alumni/{stable_id('gone')}")
    await ask(WORLD, None, "/v1/alumni", q="开放")
    await ask(WORLD, "me", "/v1/alumni")
    entries = await graph.run(statement("MATCH (e:AuditEntry) RETURN e.action AS action, e.subject_ids AS ids", "read"))
    assert {entry["action"]: entry["ids"] for entry in entries} == {
        "record.read": [stable_id("gone")],
        "alumni.search": [stable_id("open")],
    }


@examples(15)
@given(world=worlds(), data=st.data())
async def test_a_drawing_is_the_neighbourhood_that_the_viewer_may_see(
    graph: Neo4jGraph, ask: Ask, world: World, data: st.DataObject
) -> None:
    await load_world(graph, world)
    handles = [one.handle for one in world.people]
    who = data.draw(st.sampled_from([*handles, None]))
    seen = view(world, who) if who else world
    friends = seen.graph()
    names = {one.id: one.handle for one in world.people}
    for whom in handles:
        hops = data.draw(st.sampled_from((1, 2)))
        limit = data.draw(st.sampled_from((2, 4, 100)))
        response = await ask(world, who, f"/v1/alumni/{stable_id(whom)}/network", hops=hops, limit=limit)
        if whom not in friends:
            assert response.status_code == 404
            continue
        drawing = response.json()
        around = nx.single_source_shortest_path_length(friends, whom, cutoff=hops)
        order = sorted(around, key=lambda one: (around[one], seen.person(one).order_key))
        assert [(names[node["id"]], node["hop"]) for node in drawing["nodes"]] == [
            (one, around[one]) for one in order[:limit]
        ]
        assert drawing["limited"] == (len(order) > limit)
        assert drawing["limit"] == limit
        drawn = {frozenset((names[a], names[b])) for a, b in drawing["edges"]}
        assert len(drawn) == len(drawing["edges"])
        assert drawn == {frozenset(edge) for edge in friends.subgraph(order[:limit]).edges}


async def test_industries_are_a_tree_and_can_be_found(graph: Neo4jGraph, ask: Ask) -> None:
    await load_world(graph, PEOPLE)
    tree = (await ask(PEOPLE, "han", "/v1/industries")).json()["items"]
    assert [branch["code"] for branch in tree] == ["I", "J"]
    assert [branch["code"] for branch in tree[0]["children"]] == ["I64", "I65"]
    found = (await ask(PEOPLE, "han", "/v1/industries", q="软件")).json()["items"]
    assert [branch["code"] for branch in found] == ["I", "I65", "I651"]


@pytest.mark.parametrize(
    ("params", "codes"),
    [
        ({"q": "杭"}, ["330100"]),
        ({"q": "州"}, ["330100"]),
        ({"q": "33"}, ["330000", "330100", "330200"]),
        ({"q": "hang"}, ["330100", "310000"]),  # Hangzhou begins with it, Shanghai contains it
        ({"within": "330000"}, ["330100", "330200"]),
        ({"within": "330000", "q": "宁"}, ["330200"]),
        ({"within": "nowhere"}, []),
    ],
)
async def test_places_are_found(graph: Neo4jGraph, ask: Ask, params: dict[str, str], codes: list[str]) -> None:
    await load_world(graph, PEOPLE)
    assert [place["code"] for place in (await ask(PEOPLE, "han", "/v1/places", **params)).json()["items"]] == codes


async def test_cohorts_are_found_and_counted(graph: Neo4jGraph, ask: Ask) -> None:
    await load_world(graph, PEOPLE)
    found = (await ask(PEOPLE, "han", "/v1/cohorts", q="法学 2019")).json()["items"]
    assert [cohort["name"] for cohort in found] == ["法学2019级"]
    cohort = (await ask(PEOPLE, "han", f"/v1/cohorts/{found[0]['id']}")).json()
    assert (cohort["people"], cohort["key"], cohort["version"]) == (2, None, None)
    assert (await ask(PEOPLE, None, f"/v1/cohorts/{found[0]['id']}")).json()["key"] == "law19"
    assert (await ask(PEOPLE, "han", f"/v1/cohorts/{stable_id('none')}")).status_code == 404


@examples(10)
@given(world=worlds(), data=st.data())
async def test_employers_and_skills_are_those_of_people_who_are_seen(
    graph: Neo4jGraph, ask: Ask, world: World, data: st.DataObject
) -> None:
    await load_world(graph, world)
    who = data.draw(st.sampled_from([*(one.handle for one in world.people), None]))
    seen = view(world, who) if who else world
    listed = await every_page(ask, world, who, "/v1/employers", limit=1)
    assert sorted(one["id"] for one in listed) == sorted(id_of("Employer", one.handle) for one in seen.employers)
    skills = await every_page(ask, world, who, "/v1/skills", limit=1)
    assert sorted(one["name"] for one in skills) == sorted(seen.skills)
    for employer in world.employers:
        response = await ask(world, who, f"/v1/employers/{id_of('Employer', employer.handle)}")
        if employer.handle not in {one.handle for one in seen.employers}:
            assert response.status_code == 404
            continue
        held = [(one.handle, job) for one in seen.people for job in one.jobs if job.employer == employer.handle]
        assert response.json()["people_ever"] == len({handle for handle, _ in held})
        assert response.json()["people_now"] == len({handle for handle, job in held if job.current})


@pytest.mark.parametrize("q", ["acme", "ACME 有限", "爱克", "米"])
async def test_an_employer_is_found_by_name_and_alias(graph: Neo4jGraph, ask: Ask, q: str) -> None:
    await load_world(graph, WORLD)
    found = (await ask(WORLD, "me", "/v1/employers", q=q)).json()["items"]
    assert [one["name"] for one in found] == ["Acme 有限公司"]
    assert found[0]["industry"]["code"] == "I65"


async def test_an_employer_that_begins_with_the_text_comes_first(graph: Neo4jGraph, ask: Ask) -> None:
    await load_world(graph, WORLD)
    found = (await ask(WORLD, None, "/v1/employers", q="acme")).json()["items"]
    assert [one["name"] for one in found] == ["Acme 有限公司", "秘密 Acme"]
    assert (await ask(WORLD, "me", "/v1/skills", q="PY")).json()["items"] == []
