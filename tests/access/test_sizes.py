"""How many people of a context every member may see: kept through every change, and counted while it is old."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from graph_service.access.sizes import recount_all
from graph_service.graph import Neo4jGraph
from tests.support import statement
from tests.worlds import Account, Cohort, Employer, Group, Stay, World, job, load_world, person

KEPT = statement("MATCH (one:Cohort|Employer|Event|Group) RETURN one.name AS name, one.listed_size AS size", "read")
COUNTED = statement(
    "MATCH (one:Cohort|Employer|Event|Group) RETURN one.name AS name, COUNT { "
    "MATCH (one)<--(p:Alumnus) WHERE NOT p:Hidden|ConnectionsOnly RETURN DISTINCT p } AS size",
    "read",
)
FORGET = statement("MATCH (one:Cohort|Employer|Event|Group) SET one.listed_size = -1")


def school() -> World:
    everybody = tuple(
        person(
            f"p{number}",
            cohorts=(Stay("law"),),
            jobs=(job("acme", since="2019"), job("acme", "Lead", since="2021")),
            groups=(Stay("chat"),) if number % 2 else (),
        )
        for number in range(12)
    )
    return World(
        people=everybody,
        cohorts=(Cohort("law", "Law", "Law", "adult", 2019, 2022), Cohort("art", "Art", "Art", "adult", 2019, 2022)),
        employers=(Employer("acme", "Acme"),),
        events=(),
        groups=(Group("chat", "Chat"),),
        accounts=(*(Account(one.handle, person=one.handle) for one in everybody), Account("staff", "staff")),
    )


async def sizes(graph: Neo4jGraph, of: Any) -> dict[str, int]:
    return {row["name"]: row["size"] or 0 for row in await graph.run(of)}


async def change(client: httpx.AsyncClient, world: World, who: str, **answers: Any) -> int:
    token = next(one.token for one in world.accounts if one.name == who)
    answer = await client.patch("/v1/me", json=answers, headers={"Authorization": f"Bearer {token}"})
    return answer.status_code


async def test_what_a_world_is_loaded_with_is_what_counting_finds(graph: Neo4jGraph) -> None:
    await load_world(graph, school())
    assert await sizes(graph, KEPT) == await sizes(graph, COUNTED) == {"Law": 12, "Art": 0, "Acme": 12, "Chat": 6}


@pytest.mark.parametrize("listed", ["nobody", "connections"])
async def test_somebody_who_hides_is_not_counted_any_more(
    graph: Neo4jGraph, client: httpx.AsyncClient, listed: str
) -> None:
    world = school()
    await load_world(graph, world)
    assert await change(client, world, "p1", listed=listed) == 200
    assert await sizes(graph, KEPT) == {"Law": 11, "Art": 0, "Acme": 11, "Chat": 5}
    assert await change(client, world, "p1", listed="members") == 200
    assert await sizes(graph, KEPT) == {"Law": 12, "Art": 0, "Acme": 12, "Chat": 6}


async def test_people_who_change_at_once_are_all_counted(graph: Neo4jGraph, client: httpx.AsyncClient) -> None:
    world = school()
    await load_world(graph, world)
    for listed in ("nobody", "members", "connections"):
        codes = await asyncio.gather(*(change(client, world, f"p{n}", listed=listed) for n in range(12)))
        assert set(codes) == {200}
        await recount_all(graph)
        assert await sizes(graph, KEPT) == await sizes(graph, COUNTED)


async def test_staff_who_replace_cohorts_change_both(graph: Neo4jGraph, client: httpx.AsyncClient) -> None:
    world = school()
    await load_world(graph, world)
    headers = {"Authorization": f"Bearer {next(one.token for one in world.accounts if one.name == 'staff')}"}
    record = await client.get(f"/v1/alumni/{world.person('p1').id}", headers=headers)
    cohorts = (await client.get("/v1/cohorts", params={"q": "Art"}, headers=headers)).json()["items"]
    answer = await client.put(
        f"/v1/alumni/{world.person('p1').id}/cohorts",
        json=[{"cohort_id": cohorts[0]["id"]}],
        headers={**headers, "If-Match": f'"{record.json()["version"]}"'},
    )
    assert answer.status_code == 200, answer.text
    assert await sizes(graph, KEPT) == {"Law": 11, "Art": 1, "Acme": 12, "Chat": 6}


async def test_what_is_old_is_counted_in_batches(graph: Neo4jGraph) -> None:
    await load_world(graph, school())
    await graph.run(FORGET)
    await recount_all(graph)
    assert await sizes(graph, KEPT) == {"Law": 12, "Art": 0, "Acme": 12, "Chat": 6}
