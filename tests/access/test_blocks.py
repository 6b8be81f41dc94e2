"""Blocks: silent, both ways, at once, and never a way to find out about somebody."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from graph_service.graph import Graph
from tests.support import stable_id, statement
from tests.worlds import Account, Asked, Knows, World, load_world, person

WORLD = World(
    people=(
        person("han"),
        person("li"),
        person("wu", listed="nobody"),
        person("zhou", listed="connections"),
        person("qian"),
        person("sun"),
    ),
    knows=(Knows("han", "li"),),
    blocks=(("qian", "han"),),
    requests=(
        Asked("out", "han", "li"),
        Asked("in", "li", "han"),
        Asked("done", "li", "han", state="accepted"),
        Asked("elsewhere", "han", "sun"),
    ),
    accounts=(
        *(Account(name, person=name) for name in ("han", "li", "qian")),
        Account("staff", "staff"),
        Account("boss", "admin", "sun"),
    ),
)
BLOCKS = statement("MATCH (a:Alumnus)-[b:BLOCKS]->(c:Alumnus) RETURN a.id AS a, c.id AS b ORDER BY a, b", "read")
STATES = statement("MATCH (r:ConnectionRequest) RETURN r.id AS id, r.state AS state, r.decided_at AS at", "read")
KNOWN = statement("MATCH (:Alumnus)-[k:KNOWS]->(:Alumnus) RETURN count(k) AS number", "read")
RENAME = statement("MATCH (a:Alumnus {id: $id}) SET a.name = $name")


@pytest.fixture
async def world(graph: Graph) -> World:
    await load_world(graph, WORLD)
    return WORLD


def as_(name: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {next(one for one in WORLD.accounts if one.name == name).token}"}


def address(handle: str) -> str:
    return f"/v1/me/blocks/{stable_id(handle)}"


async def block(client: httpx.AsyncClient, handle: str, by: str = "han") -> httpx.Response:
    return await client.put(address(handle), headers=as_(by))


async def listed(client: httpx.AsyncClient, by: str = "han") -> list[str]:
    answer = await client.get("/v1/me/blocks", headers=as_(by))
    assert answer.status_code == 200
    return [one["id"] for one in answer.json()["items"]]


async def pairs(graph: Graph) -> list[tuple[str, str]]:
    return [(row["a"], row["b"]) for row in await graph.run(BLOCKS)]


async def test_a_block_holds_lists_and_ends(client: httpx.AsyncClient, graph: Graph, world: World) -> None:
    answer = await block(client, "li")
    assert (answer.status_code, answer.content) == (204, b"")
    assert await listed(client) == [stable_id("li")]
    assert (await client.delete(address("li"), headers=as_("han"))).status_code == 204
    assert await listed(client) == []
    assert await pairs(graph) == [(stable_id("qian"), stable_id("han"))]


async def test_blocking_again_changes_nothing(client: httpx.AsyncClient, graph: Graph, world: World) -> None:
    for _ in range(3):
        assert (await block(client, "li")).status_code == 204
    assert len(await listed(client)) == 1


async def test_blocking_at_the_same_moment_makes_one_block(client, graph: Graph, world: World) -> None:
    answers = await asyncio.gather(*(block(client, "li") for _ in range(6)))
    assert {answer.status_code for answer in answers} == {204}
    assert sorted(await pairs(graph)) == sorted(
        [(stable_id("han"), stable_id("li")), (stable_id("qian"), stable_id("han"))]
    )


async def test_two_who_block_each_other_at_once_are_both_answered(client, graph: Graph, world: World) -> None:
    answers = await asyncio.gather(block(client, "li", by="han"), block(client, "han", by="li"))
    assert {answer.status_code for answer in answers} <= {204, 404}
    assert 204 in {answer.status_code for answer in answers}
    assert 2 <= len(await pairs(graph)) <= 3


async def test_the_unseen_cannot_be_blocked_and_all_get_one_answer(client: httpx.AsyncClient, world: World) -> None:
    unseen = [stable_id("wu"), stable_id("zhou"), stable_id("qian"), stable_id("never there"), "x", "%00", "é"]
    answers = [await client.put(f"/v1/me/blocks/{one}", headers=as_("han")) for one in unseen]
    assert {answer.status_code for answer in answers} == {404}
    bodies = [{**answer.json(), "request_id": None} for answer in answers]
    assert all(body == bodies[0] for body in bodies)
    assert bodies[0]["type"] == "urn:problem:alumnus-not-found"
    assert await listed(client) == []


async def test_one_who_hides_after_being_blocked_can_still_be_unblocked(client, graph: Graph, world: World) -> None:
    await block(client, "li")
    await client.patch("/v1/me", json={"listed": "nobody"}, headers=as_("li"))
    assert await listed(client) == [stable_id("li")]
    assert (await block(client, "li")).status_code == 204
    assert (await client.delete(address("li"), headers=as_("han"))).status_code == 204
    assert (await block(client, "li")).status_code == 404


async def test_who_is_blocked_by_me_is_listed_to_me_alone(client: httpx.AsyncClient, world: World) -> None:
    assert (await block(client, "qian")).status_code == 404, "qian blocks han, and is unseen"
    assert await listed(client, "qian") == [stable_id("han")]
    assert await listed(client) == []


async def test_the_list_does_not_tell_what_became_of_them(
    client: httpx.AsyncClient, graph: Graph, world: World
) -> None:
    await block(client, "li")
    before = (await client.get("/v1/me/blocks", headers=as_("han"))).content
    await graph.run(RENAME, id=stable_id("li"), name="Renamed")
    assert (await client.get("/v1/me/blocks", headers=as_("han"))).content == before
    assert b'"name":"Li"' in before


async def test_unblocking_says_nothing_about_anybody(client: httpx.AsyncClient, world: World) -> None:
    for handle in ("li", "wu", "qian", "never there", "han"):
        answer = await client.delete(address(handle), headers=as_("han"))
        assert (answer.status_code, answer.content) == (204, b"")


async def test_pending_requests_between_the_two_are_withdrawn_and_nothing_else(client, graph: Graph, world) -> None:
    await block(client, "li")
    states = {row["id"]: row for row in await graph.run(STATES)}
    by_handle = {
        handle: states[stable_id(f"ConnectionRequest:{handle}")] for handle in ("out", "in", "done", "elsewhere")
    }
    assert {handle: row["state"] for handle, row in by_handle.items()} == {
        "out": "withdrawn",
        "in": "withdrawn",
        "done": "accepted",
        "elsewhere": "pending",
    }
    assert by_handle["out"]["at"] is not None
    assert (await graph.run(KNOWN))[0]["number"] == 1


async def test_a_connection_is_not_counted_while_it_is_blocked(client: httpx.AsyncClient, world: World) -> None:
    async def connections(by: str) -> int:
        return (await client.get("/v1/me", headers=as_(by))).json()["record"]["connections"]

    assert [await connections("han"), await connections("li")] == [1, 1]
    await block(client, "li")
    assert [await connections("han"), await connections("li")] == [0, 0]
    await client.delete(address("li"), headers=as_("han"))
    assert [await connections("han"), await connections("li")] == [1, 1]


async def test_nobody_blocks_themselves(client: httpx.AsyncClient, world: World) -> None:
    answer = await block(client, "han")
    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:problem:cannot-block-yourself"


async def test_only_a_person_in_the_graph_blocks(client: httpx.AsyncClient, world: World) -> None:
    assert (await block(client, "li", by="staff")).status_code == 403
    assert (await client.get("/v1/me/blocks", headers=as_("staff"))).status_code == 403
    assert (await client.delete(address("li"), headers=as_("staff"))).status_code == 403


async def test_staff_who_are_alumni_block_whomever_they_see(client: httpx.AsyncClient, world: World) -> None:
    assert (await block(client, "wu", by="boss")).status_code == 204
    assert await listed(client, "boss") == [stable_id("wu")]


async def test_blocks_come_in_pages_the_latest_first(client: httpx.AsyncClient, graph: Graph) -> None:
    others = [f"p{number}" for number in range(5)]
    blocks = tuple(("han", other) for other in others[:3])  # all three of one moment
    await load_world(
        graph,
        World(people=(person("han"), *map(person, others)), blocks=blocks, accounts=(Account("han", person="han"),)),
    )
    for other in others[3:]:
        await block(client, other)
    seen: list[str] = []
    cursor = None
    for _ in range(10):
        params = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
        page = (await client.get("/v1/me/blocks", params=params, headers=as_("han"))).json()
        seen += [one["id"] for one in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen[:2] == [stable_id("p4"), stable_id("p3")]
    assert sorted(seen) == sorted(stable_id(other) for other in others)


@pytest.mark.parametrize("cursor", ["x", "W10", "bnVsbA", "WyJhIiwxXQ"])
async def test_a_strange_cursor_is_refused(client: httpx.AsyncClient, world: World, cursor: str) -> None:
    answer = await client.get("/v1/me/blocks", params={"cursor": cursor}, headers=as_("han"))
    assert answer.status_code == 422


async def test_a_cursor_is_good_for_its_owner_alone_and_only_as_it_was(client, graph: Graph, world: World) -> None:
    for handle in ("li", "sun"):
        await block(client, handle)
    page = (await client.get("/v1/me/blocks", params={"limit": "1"}, headers=as_("han"))).json()
    for cursor in (page["next_cursor"], page["next_cursor"][:-3] + "xyz"):
        answer = await client.get("/v1/me/blocks", params={"cursor": cursor}, headers=as_("li"))
        assert answer.status_code == 422
