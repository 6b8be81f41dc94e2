"""The life of a connection request, over HTTP on real Neo4j."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from graph_service.access.viewer import Role, Viewer
from graph_service.connections import requests
from graph_service.connections.models import ConnectRequest
from graph_service.connections.problems import AlreadyAsked
from graph_service.graph import Neo4jGraph
from graph_service.web.paging import encode_cursor, question_digest
from tests.support import stable_id, statement
from tests.worlds import Account, Asked, Knows, World, id_of, load_world, person

NAMES = ("a", "b", "c")
BETWEEN = statement(
    "MATCH (:Alumnus {id: $a})-[known:KNOWS]-(:Alumnus {id: $b}) "
    "RETURN known.since AS since, known.since_month AS since_month, known.source AS source, known.as_of AS as_of",
    "read",
)
SETTINGS = statement(
    "MATCH (a:Alumnus {id: $id}) SET a.listed = $listed REMOVE a:Hidden:ConnectionsOnly "
    "FOREACH (_ IN CASE $listed WHEN 'nobody' THEN [1] ELSE [] END | SET a:Hidden) "
    "FOREACH (_ IN CASE $listed WHEN 'connections' THEN [1] ELSE [] END | SET a:ConnectionsOnly)"
)
BLOCK = statement("MATCH (a:Alumnus {id: $a}), (b:Alumnus {id: $b}) CREATE (a)-[:BLOCKS {created_at: datetime()}]->(b)")


class School:
    """Three people with accounts, and what they do over HTTP."""

    def __init__(self, graph: Neo4jGraph, client: httpx.AsyncClient, world: World) -> None:
        self.graph, self.client, self.world = graph, client, world

    def id(self, who: str) -> str:
        return self.world.person(who).id

    async def call(self, who: str, method: str, path: str, **kwargs: Any) -> httpx.Response:
        token = next(one.token for one in self.world.accounts if one.person == who)
        headers = {"Authorization": f"Bearer {token}", "X-Request-Id": "same"}
        return await self.client.request(method, f"/v1{path}", headers=headers, **kwargs)

    async def ask(self, who: str, whom: str, message: str | None = None) -> httpx.Response:
        return await self.call(who, "POST", "/connection-requests", json={"to": self.id(whom), "message": message})

    async def asked(self, who: str, whom: str, message: str | None = None) -> str:
        answer = await self.ask(who, whom, message)
        assert answer.status_code == 201
        return answer.json()["id"]

    async def do(self, who: str, what: str, request_id: str) -> httpx.Response:
        return await self.call(who, "POST", f"/connection-requests/{request_id}/{what}")

    async def box(self, who: str, box: str, **params: Any) -> list[dict[str, Any]]:
        answer = await self.call(who, "GET", "/connection-requests", params={"box": box, **params})
        assert answer.status_code == 200
        return answer.json()["items"]

    async def between(self, a: str, b: str) -> list[Any]:
        return await self.graph.run(BETWEEN, a=self.id(a), b=self.id(b))

    async def listed(self, who: str, listed: str) -> None:
        await self.graph.run(SETTINGS, id=self.id(who), listed=listed)


def a_world(**facts: Any) -> World:
    return World(
        people=tuple(map(person, NAMES)),
        accounts=tuple(Account(f"account-{one}", person=one) for one in NAMES),
        **facts,
    )


@pytest.fixture
async def school(graph: Neo4jGraph, client: httpx.AsyncClient) -> School:
    world = a_world()
    await load_world(graph, world)
    return School(graph, client, world)


def kind(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].removeprefix("urn:problem:")


# --- asking and answering ---------------------------------------------------------------------------------------------
async def test_a_request_that_is_accepted_makes_a_connection(school: School) -> None:
    sent = await school.ask("a", "b", "我们在春季校友会上见过。")
    body = sent.json()
    assert sent.status_code == 201
    assert (body["box"], body["state"], body["person"]["id"], body["decided_at"]) == (
        "sent",
        "pending",
        school.id("b"),
        None,
    )
    assert await school.between("a", "b") == []
    (waiting,) = await school.box("b", "received", state="pending")
    assert (waiting["id"], waiting["person"]["id"], waiting["message"]) == (body["id"], school.id("a"), body["message"])
    accepted = await school.do("b", "accept", body["id"])
    assert (accepted.status_code, accepted.json()["state"]) == (200, "accepted")
    now = datetime.now(UTC)
    today = now.date().isoformat()
    assert await school.between("a", "b") == [
        {"since": today, "since_month": now.year * 12 + now.month - 1, "source": "agreed by both", "as_of": today}
    ]
    connection = await school.call("a", "GET", f"/connections/{school.id('b')}")
    assert connection.json()["degree"] == 1
    assert [one["state"] for one in await school.box("a", "sent")] == ["accepted"]


async def test_each_step_taken_twice_is_taken_once(school: School) -> None:
    for what, by, state in (("accept", "b", "accepted"), ("decline", "b", "declined"), ("withdraw", "a", "withdrawn")):
        await load_world(school.graph, school.world)
        request_id = await school.asked("a", "b")
        first, second = await school.do(by, what, request_id), await school.do(by, what, request_id)
        assert (first.status_code, first.json()["state"]) == (200, state)
        assert second.json() == first.json()
        assert len(await school.between("a", "b")) == (1 if what == "accept" else 0)


@pytest.mark.parametrize(
    ("first", "then", "by"),
    [
        ("accept", "decline", "b"),
        ("decline", "accept", "b"),
        ("accept", "withdraw", "a"),
        ("withdraw", "accept", "b"),
        ("withdraw", "decline", "b"),
    ],
)
async def test_what_was_decided_is_not_decided_otherwise(school: School, first: str, then: str, by: str) -> None:
    request_id = await school.asked("a", "b")
    assert (await school.do("a" if first == "withdraw" else "b", first, request_id)).status_code == 200
    assert kind(await school.do(by, then, request_id)) == (409, "request-closed")
    assert len(await school.between("a", "b")) == (1 if first == "accept" else 0)


async def test_only_the_right_one_of_the_two_can_decide(school: School) -> None:
    request_id = await school.asked("a", "b")
    wrong = [("a", "accept"), ("a", "decline"), ("b", "withdraw"), ("c", "accept"), ("c", "decline"), ("c", "withdraw")]
    refused = [await school.do(who, what, request_id) for who, what in wrong]
    never = await school.do("b", "accept", stable_id("never"))
    assert kind(never) == (404, "connection-request-not-found")
    assert {one.content for one in refused} == {never.content}


async def test_asking_again_is_refused_while_a_request_waits(school: School) -> None:
    request_id = await school.asked("a", "b")
    assert kind(await school.ask("a", "b")) == (409, "already-asked")
    other_way = await school.ask("b", "a")
    assert kind(other_way) == (409, "request-waiting")
    assert f"/v1/connection-requests/{request_id}/accept" in other_way.json()["detail"]


async def test_asking_oneself_or_a_connection_is_refused(graph: Neo4jGraph, client: httpx.AsyncClient) -> None:
    world = a_world(knows=(Knows("a", "b"),))
    await load_world(graph, world)
    school = School(graph, client, world)
    myself = await school.ask("a", "a")
    assert kind(myself) == (422, "that-is-you")
    assert myself.json()["errors"][0]["where"] == "body.to"
    assert kind(await school.ask("a", "b")) == (409, "already-connected")
    assert kind(await school.ask("b", "a")) == (409, "already-connected")


async def test_a_message_has_a_limit(school: School) -> None:
    assert (await school.ask("a", "b", "长" * 501)).status_code == 422
    assert (await school.ask("a", "b", "长" * 500)).status_code == 201


# --- declining is not told --------------------------------------------------------------------------------------------
async def test_the_one_who_asked_cannot_tell_a_declined_request_from_an_open_one(school: School) -> None:
    declined, waiting = await school.asked("a", "b"), await school.asked("a", "c")
    await school.do("b", "decline", declined)
    assert [one["state"] for one in await school.box("b", "received")] == ["declined"]
    shown = {one["id"]: one for one in await school.box("a", "sent", state="pending")}
    assert set(shown) == {declined, waiting}
    assert shown[declined]["state"] == "pending"
    assert shown[declined]["decided_at"] is None
    assert await school.box("a", "sent", state="declined") == []
    assert (await school.ask("a", "b")).content == (await school.ask("a", "c")).content
    for request_id in (declined, waiting):
        withdrawn = await school.do("a", "withdraw", request_id)
        assert (withdrawn.status_code, withdrawn.json()["state"]) == (200, "withdrawn")
        assert withdrawn.json()["decided_at"] is not None
    assert {one["state"] for one in await school.box("a", "sent")} == {"withdrawn"}
    assert (await school.ask("a", "b")).content == (await school.ask("a", "c")).content
    assert [one["state"] for one in await school.box("b", "received")] == ["declined"]


@pytest.mark.parametrize("what", ["decline", "withdraw"])
async def test_asking_again_is_possible_after_thirty_days(school: School, what: str) -> None:
    request_id = await school.asked("a", "b")
    await school.do("a" if what == "withdraw" else "b", what, request_id)
    viewer, body = Viewer("account", Role.ALUMNUS, school.id("a")), ConnectRequest(to=school.id("b"), message=None)
    now = datetime.now(UTC)
    with pytest.raises(AlreadyAsked):
        await requests.ask(school.graph, viewer, body, now + timedelta(days=29))
    again = await requests.ask(school.graph, viewer, body, now + timedelta(days=31))
    sent = await school.box("a", "sent")
    assert [(one["id"], one["state"]) for one in sent] == [(again.id, "pending"), (request_id, "withdrawn")]


async def test_the_other_one_may_ask_after_declining(school: School) -> None:
    await school.do("b", "decline", await school.asked("a", "b"))
    request_id = await school.asked("b", "a")
    assert (await school.do("a", "accept", request_id)).status_code == 200
    assert len(await school.between("a", "b")) == 1


# --- who sees what ----------------------------------------------------------------------------------------------------
async def test_nobody_can_ask_whom_they_may_not_see(school: School) -> None:
    await school.listed("b", "nobody")
    await school.graph.run(BLOCK, a=school.id("c"), b=school.id("a"))
    never = await school.call("a", "POST", "/connection-requests", json={"to": stable_id("never")})
    assert kind(never) == (404, "alumnus-not-found")
    assert (await school.ask("a", "b")).content == (await school.ask("a", "c")).content == never.content


@pytest.mark.parametrize("listed", ["nobody", "connections"])
async def test_who_cannot_be_seen_is_told_so_when_asking(school: School, listed: str) -> None:
    await school.listed("a", listed)
    assert kind(await school.ask("a", "b")) == (409, "not-seen-by-them")
    assert await school.box("b", "received") == []


@pytest.mark.parametrize("hide", ["nobody", "connections", "block"])
async def test_a_request_vanishes_for_the_other_when_somebody_hides(school: School, hide: str) -> None:
    request_id = await school.asked("a", "b")
    if hide == "block":
        await school.graph.run(BLOCK, a=school.id("a"), b=school.id("b"))
    else:
        await school.listed("a", hide)
    assert await school.box("b", "received") == []
    never = await school.do("b", "accept", stable_id("never"))
    for what in ("accept", "decline"):
        assert (await school.do("b", what, request_id)).content == never.content
    assert await school.between("a", "b") == []
    await school.listed("b", "nobody")
    assert await school.box("a", "sent") == []
    assert kind(await school.do("a", "withdraw", request_id)) == (404, "connection-request-not-found")


# --- lists ------------------------------------------------------------------------------------------------------------
async def test_pages_follow_each_other_without_gaps_while_requests_come_in(
    graph: Neo4jGraph, client: httpx.AsyncClient
) -> None:
    senders = [f"s{number}" for number in range(9)]
    asked = tuple(Asked(f"r-{one}", one, "a", day=number // 2) for number, one in enumerate(senders))
    base = a_world()
    world = World(people=(*base.people, *map(person, senders)), accounts=base.accounts, requests=asked)
    await load_world(graph, world)
    school = School(graph, client, world)
    seen: list[str] = []
    params: dict[str, Any] = {"limit": 2}
    while True:
        page = (await school.call("a", "GET", "/connection-requests", params=params)).json()
        seen += [one["id"] for one in page["items"]]
        if len(seen) == 4:
            await school.asked("c", "a")
        if page["next_cursor"] is None:
            break
        params["cursor"] = page["next_cursor"]
    expected = sorted(asked, key=lambda one: (-one.day, id_of("ConnectionRequest", one.handle)))
    assert seen == [id_of("ConnectionRequest", one.handle) for one in expected]


async def test_a_cursor_with_a_made_up_position_is_refused(school: School) -> None:
    digest = question_digest({"box": "received", "state": None, "viewer": school.id("a")})
    for position in (("yesterday", "x"), (7, "x"), ("2026-01-31T08:00:00Z",)):
        cursor = encode_cursor(position, digest)
        answer = await school.call("a", "GET", "/connection-requests", params={"cursor": cursor})
        assert kind(answer) == (422, "invalid-cursor")


async def test_a_cursor_belongs_to_its_question_and_its_viewer(school: School) -> None:
    await school.asked("b", "a")
    await school.asked("c", "a")
    page = (await school.call("a", "GET", "/connection-requests", params={"limit": 1})).json()
    cursor = page["next_cursor"]
    for who, params in (("a", {"box": "sent"}), ("a", {"state": "pending"}), ("b", {}), ("a", {"cursor": "x"})):
        answer = await school.call(who, "GET", "/connection-requests", params={"cursor": cursor, **params})
        assert kind(answer) == (422, "invalid-cursor")


# --- ending a connection ----------------------------------------------------------------------------------------------
async def test_a_connection_is_ended_for_both_and_can_be_asked_for_again(school: School) -> None:
    await school.do("b", "accept", await school.asked("a", "b"))
    for _ in range(2):
        assert (await school.call("a", "DELETE", f"/connections/{school.id('b')}")).status_code == 204
    assert await school.between("a", "b") == []
    assert (await school.ask("b", "a")).status_code == 201


async def test_ending_a_connection_with_nobody_one_may_see_is_not_found(school: School) -> None:
    await school.listed("b", "nobody")
    hidden = await school.call("a", "DELETE", f"/connections/{school.id('b')}")
    never = await school.call("a", "DELETE", f"/connections/{stable_id('never')}")
    assert kind(hidden) == (404, "alumnus-not-found")
    assert hidden.content == never.content
    assert kind(await school.call("a", "DELETE", f"/connections/{school.id('a')}")) == (422, "that-is-you")
