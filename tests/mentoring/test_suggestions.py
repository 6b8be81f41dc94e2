"""Mentors for one mentee, over HTTP: who comes first and why, who never comes, what people say for mentoring."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx

from graph_service.graph import Neo4jGraph
from tests.support import stable_id, statement
from tests.worlds import Account, Employer, Knows, Says, Skilled, Stay, World, id_of, job, load_world, person

AUDITED = statement("MATCH (entry:AuditEntry) RETURN entry.action AS action, entry.subject_ids AS subjects", "read")
HOURS = (20, 44)
OFFERS = Says(experience=("changed_field",), languages=(("zh", 4),), hours=HOURS, capacity=2)


def mentor(handle: str, *, says: Says = OFFERS, **facts: Any) -> Any:
    return person(handle, mentor=True, says=says, **facts)


# Mia sells for a shop and wants to lead data work; Walker went that way, Decoy the other way round.
MIA = person(
    "mia",
    jobs=(job("shop", "Clerk", since="2022", function="sales", level=2),),
    cohorts=(Stay("law19"),),
    skills=(Skilled("python", "wanted"),),
    says=Says(
        goal_industries=("I65",),
        goal_functions=("data",),
        goal_level=4,
        goal_types=("change_field",),
        languages=(("zh", 4),),
        hours=HOURS,
        shortlist=("decoy", "hidden"),
    ),
)
WALKED = (
    job("bank", "Clerk", since="2012", until="2014", function="sales", level=2),
    job("acme", "Head of data", since="2015", function="data", level=4),
)
BACK = (
    job("acme", "Head of data", since="2005", until="2008", function="data", level=4),
    job("bank", "Clerk", since="2015", function="sales", level=2),
)
WORLD = World(
    people=(
        MIA,
        mentor("walker", jobs=WALKED, skills=(Skilled("python"),), cohorts=(Stay("law19"),)),
        mentor("decoy", jobs=BACK),
        mentor("full", jobs=WALKED, says=Says(capacity=1)),
        mentor("paused", jobs=WALKED, says=Says(paused=True)),
        mentor("boss", jobs=(job("shop", "Boss", since="2010"),)),
        mentor("hidden", jobs=WALKED, listed="nobody"),
        mentor("closed", jobs=WALKED, listed="connections"),
        mentor("blocker", jobs=WALKED),
        person("willing but never asked", jobs=WALKED),
        person("friend"),
        person("ghost", listed="nobody"),
        person("shy", listed="connections"),
    ),
    employers=(Employer("shop", "Shop", "J66"), Employer("bank", "Bank", "J66"), Employer("acme", "Acme", "I65")),
    knows=(Knows("mia", "friend"), Knows("friend", "walker")),
    blocks=(("blocker", "mia"),),
    mentoring=(("full", "friend", False),),
    accounts=(
        Account("mia", person="mia"), Account("shy", person="shy"), Account("staff", "staff"),
        Account("walker", person="walker"),
    ),
)  # fmt: skip


async def get(client: httpx.AsyncClient, who: str, path: str, **options: Any) -> httpx.Response:
    token = next(one.token for one in WORLD.accounts if one.name == who)
    return await client.get(path, headers={"Authorization": f"Bearer {token}", **options.pop("headers", {})}, **options)


def handles(people: list[dict[str, Any]]) -> list[str]:
    by_id = {one.id: one.handle for one in WORLD.people}
    return [by_id[one["person"]["id"]] for one in people]


async def test_who_went_the_way_comes_before_who_went_it_backwards(
    graph: Neo4jGraph, client: httpx.AsyncClient
) -> None:
    await load_world(graph, WORLD)
    answer = await get(client, "mia", "/v1/me/mentor-suggestions")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-language"] == "en"
    told = answer.json()
    assert handles(told["items"]) == ["walker", "decoy"]
    walker, decoy = told["items"]
    for one in told["items"]:
        assert sum(feature["points"] for feature in one["features"]) == one["score"]
    by_name = {one["name"]: one for one in walker["features"]}
    assert by_name["path_walked"]["value"] == 1.0
    assert by_name["path_walked"]["text"] == (
        "Walker was at Bank (Sales, from 2012) and later at Acme (Data, from 2015): the way towards the goal."
    )
    assert [(one["id"], one["since"]) for one in by_name["path_walked"]["evidence"]] == [
        (id_of("Employer", "bank"), "2012-01"),
        (id_of("Employer", "acme"), "2015-01"),
    ]
    assert by_name["network"]["text"] == "Both know Friend."
    assert by_name["skills"]["text"] == "Walker offers python, asked for here."
    assert walker["places_left"] == 2
    path, wish = (
        next(one for one in decoy["features"] if one["name"] == name) for name in ("path_walked", "preference")
    )
    assert path["value"] < 0.2
    assert wish["value"] == 1.0
    assert told["better"] == []


async def test_others_who_came_near_are_named_with_the_reason(graph: Neo4jGraph, client: httpx.AsyncClient) -> None:
    await load_world(graph, WORLD)
    told = (await get(client, "mia", "/v1/me/mentor-suggestions")).json()
    why = dict(zip(handles(told["alternatives"]), told["alternatives"], strict=True))
    assert {one: why[one]["why_not"] for one in why} == {"full": "full", "paused": "gated", "boss": "gated"}
    assert why["full"]["text"] == "Full has no free place."
    assert why["boss"]["gates"] == [{"code": "same_employer", "text": "Both work for the same employer now."}]
    only = (await get(client, "mia", "/v1/me/mentor-suggestions?k=1")).json()
    assert handles(only["items"]) == ["walker"]
    assert {one["why_not"] for one in only["alternatives"]} <= {"lower_score", "full", "gated"}


async def test_sentences_come_in_chinese(graph: Neo4jGraph, client: httpx.AsyncClient) -> None:
    await load_world(graph, WORLD)
    answer = await get(client, "mia", "/v1/me/mentor-suggestions", headers={"Accept-Language": "zh-CN"})
    assert answer.headers["content-language"] == "zh"
    texts = {one["name"]: one["text"] for one in answer.json()["items"][0]["features"]}
    assert texts["path_walked"] == "Walker先在Bank（销售，2012年起），后来到Acme（数据，2015年起）：正是通往目标的路。"
    assert texts["seniority_gap"] == "Walker的职级：经理；您的职级：专员。"


async def test_staff_see_the_same_and_it_is_logged(graph: Neo4jGraph, client: httpx.AsyncClient) -> None:
    await load_world(graph, WORLD)
    path = f"/v1/mentoring/mentees/{stable_id('mia')}/suggestions?k=3"
    unsaid = await get(client, "staff", path)
    assert (unsaid.status_code, unsaid.json()["type"]) == (422, "urn:problem:purpose-missing")
    assert await graph.run(AUDITED) == []
    told = (await get(client, "staff", f"{path}&purpose=asked%20us")).json()
    assert handles(told["items"]) == ["walker", "decoy"]
    texts = {one["name"]: one["text"] for one in told["items"][0]["features"]}
    assert texts["seniority_gap"] == "Level of Walker: Manager; of Mia: Professional."
    (entry,) = await graph.run(AUDITED)
    assert entry["action"] == "mentoring.suggestions: asked us"
    assert {stable_id(one) for one in ("mia", "walker", "decoy")} <= set(entry["subjects"])


async def test_staff_need_not_say_why_of_somebody_who_joined_a_programme(
    graph: Neo4jGraph, client: httpx.AsyncClient
) -> None:
    await load_world(graph, replace(WORLD, parts=(("mia", "mentee"),)))
    told = await get(client, "staff", f"/v1/mentoring/mentees/{stable_id('mia')}/suggestions")
    assert told.status_code == 200
    (entry,) = await graph.run(AUDITED)
    assert entry["action"] == "mentoring.suggestions"
    await graph.run(statement("MATCH (programme:MentoringProgramme) SET programme.state = 'completed'"))
    over = await get(client, "staff", f"/v1/mentoring/mentees/{stable_id('mia')}/suggestions")
    assert over.status_code == 422


async def test_staff_match_nobody_who_does_not_want_to_be_found(graph: Neo4jGraph, client: httpx.AsyncClient) -> None:
    await load_world(graph, WORLD)
    hidden = await get(client, "staff", f"/v1/mentoring/mentees/{stable_id('ghost')}/suggestions")  # whatever it is for
    assert (hidden.status_code, hidden.json()["type"]) == (409, "urn:problem:not-to-be-matched")
    unknown = await get(client, "staff", f"/v1/mentoring/mentees/{stable_id('nobody')}/suggestions")
    assert unknown.status_code == 404
    shy = (await get(client, "staff", f"/v1/mentoring/mentees/{stable_id('shy')}/suggestions?purpose=theirs")).json()
    assert shy["items"] == []
    assert {gate["code"] for one in shy["alternatives"] for gate in one["gates"]} >= {"not_agreed"}
    own = (await get(client, "shy", "/v1/me/mentor-suggestions")).json()
    assert own["items"] != []
    assert len(own["better"]) == 5
    assert (await get(client, "mia", f"/v1/mentoring/mentees/{stable_id('mia')}/suggestions")).status_code == 403
