"""What people say for mentoring, over HTTP; and the pool of mentors that is kept in memory."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_service.graph import GraphUnavailable, Neo4jGraph
from graph_service.mentoring import pool as pools
from graph_service.mentoring.columns import MentorColumns
from graph_service.mentoring.pool import MentorPool
from tests.support import stable_id, statement
from tests.worlds import Account, Person, Says, Skilled, World, id_of, load_world, person

ME = Account("me", person="me")
WORLD = World(
    people=(person("me", mentor=True), person("li"), person("ghost", listed="nobody")),
    mentoring=(("me", "li", False),),
    accounts=(ME, Account("staff", "staff")),
)
AS_ME = {"Authorization": f"Bearer {ME.token}"}
HIDE = statement("MATCH (one:Alumnus {id: $id}) SET one:Hidden")
TOUCH = statement("MATCH (one:Alumnus {id: $id}) SET one.updated_at = $at, one += $changes")
OFFER = statement(
    "MATCH (one:Alumnus {id: $id}), (skill:Skill {id: $skill}) CREATE (one)-[:HAS_SKILL {kind: 'offered'}]->(skill)"
)
LEAVE = statement("MATCH (one:Alumnus {id: $id}) REMOVE one:Mentor")
SHOWN = statement(
    "MATCH (a)-[shown:WAS_SHOWN_MENTOR]->(b) RETURN a.id AS looker, b.id AS mentor, shown.times AS times", "read"
)
NOW = datetime.now(UTC)


async def test_what_was_said_is_read_again(graph: Neo4jGraph, client: httpx.AsyncClient) -> None:
    await load_world(graph, WORLD)
    before = (await client.get("/v1/me/mentoring", headers=AS_ME)).json()
    assert (before["mentor"], before["mentees"], before["updated_at"], before["hours"]) == (True, 1, None, [])
    body: dict[str, Any] = {
        "goal_industries": [id_of("Industry", "I65"), "I65", "J"], "goal_functions": ["数据"], "goal_level": 4,
        "goal_types": ["found"], "experience": ["founded", "led_people"], "languages": {"zh": 4, "en": 2},
        "hours": [30, 20, 20], "in_person": True, "reports_to": [stable_id("li")], "shortlist": [stable_id("li")],
        "capacity": 2, "paused": True,
    }  # fmt: skip
    said = await client.put("/v1/me/mentoring", headers=AS_ME, json=body)
    assert said.status_code == 200, said.text
    told = said.json()
    assert told.pop("updated_at")
    known = {"goal_industries": ["I65", "J"], "goal_functions": ["data"], "hours": [20, 30]}
    assert told == {**body, **known, "mentor": True, "mentees": 1}
    assert (await client.get("/v1/me/mentoring", headers=AS_ME)).json()["hours"] == [20, 30]
    await graph.run(HIDE, id=stable_id("li"))
    later = (await client.get("/v1/me/mentoring", headers=AS_ME)).json()
    assert (later["shortlist"], later["reports_to"]) == ([], [])
    nothing = (await client.put("/v1/me/mentoring", headers=AS_ME, json={})).json()
    assert (nothing["goal_level"], nothing["capacity"], nothing["languages"]) == (None, None, {})


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"goal_industries": ["X99"]}, ["body.goal_industries"]),
        ({"shortlist": [stable_id("ghost")]}, ["body.shortlist"]),
        ({"shortlist": [stable_id("nobody")], "reports_to": [stable_id("me")]}, ["body.shortlist", "body.reports_to"]),
        ({"hours": [168]}, None),
        ({"languages": {"Klingon": 4}}, None),
        ({"goal_types": ["wealth"]}, None),
        ({"gender": "f"}, None),
    ],
)
async def test_what_cannot_be_is_refused(
    graph: Neo4jGraph, client: httpx.AsyncClient, body: dict[str, Any], fields: list[str] | None
) -> None:
    await load_world(graph, WORLD)
    refused = await client.put("/v1/me/mentoring", headers=AS_ME, json=body)
    assert refused.status_code == 422
    if fields:
        assert refused.json()["type"] == "urn:problem:not-for-mentoring"
        assert [one["where"] for one in refused.json()["errors"]] == fields


async def test_being_shown_is_counted_for_mentors_whom_one_may_see(
    graph: Neo4jGraph, client: httpx.AsyncClient
) -> None:
    world = replace(
        WORLD, people=(*WORLD.people, person("tutor", mentor=True), person("shy", mentor=True, listed="nobody"))
    )
    await load_world(graph, world)
    people = [stable_id(one) for one in ("tutor", "tutor", "shy", "li", "me", "nobody")]
    for _ in range(2):
        done = await client.post("/v1/me/mentor-suggestions/seen", headers=AS_ME, json={"people": people})
        assert done.status_code == 204
    assert await graph.run(SHOWN) == [{"looker": stable_id("me"), "mentor": stable_id("tutor"), "times": 2}]


async def test_whoever_is_nobody_in_the_graph_says_nothing(graph: Neo4jGraph, client: httpx.AsyncClient) -> None:
    await load_world(graph, WORLD)
    staff = {"Authorization": f"Bearer {WORLD.accounts[1].token}"}
    assert (await client.get("/v1/me/mentoring", headers=staff)).status_code == 403
    assert (await client.get("/v1/me/mentor-suggestions", headers=staff)).status_code == 403


# --- the pool ---------------------------------------------------------------------------------------------------------
def mentors(*handles: str, **facts: Any) -> tuple[Person, ...]:
    return tuple(person(handle, mentor=True, **facts) for handle in handles)


def there(columns: MentorColumns) -> set[str]:
    return {columns.ids[row] for row in range(len(columns)) if columns.part("taken")[row]}


def ids(*handles: str) -> set[str]:
    return {stable_id(handle) for handle in handles}


async def test_a_large_pool_learns_what_changed_since_the_last_question(graph: Neo4jGraph) -> None:
    await load_world(graph, World(people=(*mentors("a", "b"), person("c"))))
    pool = MentorPool(small=0)
    columns = await pool.columns(graph, NOW)
    assert there(columns) == ids("a", "b")
    skill = id_of("Skill", "python")
    await graph.run(OFFER, id=stable_id("a"), skill=skill)
    assert await pool.columns(graph, NOW) is columns
    assert columns.skills.known(skill) == 0
    await graph.run(TOUCH, id=stable_id("a"), at=NOW, changes={})
    await pool.columns(graph, NOW)
    assert columns.skills.known(skill) == 1


async def test_a_large_pool_walks_on_and_forgets_who_left(graph: Neo4jGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "EACH_SECOND", 2)
    monkeypatch.setattr(pools, "BATCH", 2)
    handles = ("a", "b", "c", "d", "e")
    await load_world(graph, World(people=mentors(*handles)))
    pool = MentorPool(small=0)
    columns = await pool.columns(graph, NOW)
    assert there(columns) == ids(*handles)
    for handle in ("b", "e"):
        await graph.run(LEAVE, id=stable_id(handle))
    for second in range(1, 4):
        await pool.columns(graph, NOW + timedelta(seconds=second))
    assert there(columns) == ids("a", "c", "d")


async def test_a_small_pool_is_read_anew_and_a_new_month_begins_anew(graph: Neo4jGraph) -> None:
    await load_world(graph, World(people=mentors("a")))
    small, large = MentorPool(small=5), MentorPool(small=0)
    first = await large.columns(graph, NOW)
    assert there(await small.columns(graph, NOW)) == ids("a")
    await load_world(graph, World(people=mentors("b")))
    assert there(await small.columns(graph, NOW)) == ids("b")
    assert there(await large.columns(graph, NOW)) == ids("a")
    later = NOW + timedelta(days=32)
    assert (await large.columns(graph, later)).now == first.now
    await asyncio.gather(*(one for one in asyncio.all_tasks() if one.get_name() == "mentors"))
    assert (await large.columns(graph, later)).now != first.now
    assert there(await large.columns(graph, later)) == ids("b")


async def test_mentors_are_read_once_for_all_who_wait_and_though_nobody_waits_any_more(graph: Neo4jGraph) -> None:
    await load_world(graph, World(people=mentors("a")))
    pool = MentorPool(small=0)
    waiting = [asyncio.create_task(pool.columns(graph, NOW)) for _ in range(3)]
    await asyncio.sleep(0)
    waiting[0].cancel()
    first, second = await asyncio.gather(*waiting[1:])
    assert first is second
    assert there(first) == ids("a")


class Away:
    """A database that does not answer."""

    async def run(self, statement: Any, **parameters: Any) -> list[Any]:
        raise GraphUnavailable("away")


async def test_a_database_that_is_away_is_asked_again(graph: Neo4jGraph) -> None:
    await load_world(graph, World(people=mentors("a")))
    pool = MentorPool(small=0)
    with pytest.raises(GraphUnavailable):
        await pool.columns(Away(), NOW)
    assert there(await pool.columns(graph, NOW)) == ids("a")


async def test_somebody_who_hid_is_gone_at_once_from_a_large_pool(
    graph: Neo4jGraph, client: httpx.AsyncClient, app: Any
) -> None:
    app.state.mentor_pool = MentorPool(small=0)
    await load_world(graph, replace(WORLD, people=(*WORLD.people, *mentors("tutor", "other"))))
    shown = (await client.get("/v1/me/mentor-suggestions", headers=AS_ME)).json()["items"]
    assert {one["person"]["id"] for one in shown} == ids("tutor", "other")
    await graph.run(HIDE, id=stable_id("tutor"))
    shown = (await client.get("/v1/me/mentor-suggestions", headers=AS_ME)).json()["items"]
    assert {one["person"]["id"] for one in shown} == ids("other")


SKILLS = ("python", "negotiation", "accounting")
SAID = [None, Says(hours=(20,)), Says(capacity=0)]
lives = st.lists(
    st.tuples(st.lists(st.sampled_from(SKILLS), unique=True), st.sampled_from(SAID)), min_size=1, max_size=8
)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(lives)
async def test_a_large_pool_answers_like_a_small_one(
    graph: Neo4jGraph, client: httpx.AsyncClient, app: Any, drawn: list[Any]
) -> None:
    people = [
        person(f"m{number}", mentor=True, says=says, skills=tuple(map(Skilled, skills)))
        for number, (skills, says) in enumerate(drawn)
    ]
    me = person("me", skills=tuple(Skilled(one, "wanted") for one in SKILLS), says=Says(hours=(20, 21)))
    await load_world(graph, World(people=(me, *people), accounts=(ME,)))
    answers: list[Any] = []
    for small in (0, 300):
        app.state.mentor_pool = MentorPool(small)
        answers.append((await client.get("/v1/me/mentor-suggestions?k=20", headers=AS_ME)).json())
    assert answers[0] == answers[1]
