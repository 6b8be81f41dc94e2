"""The strongest routes as an alumnus is told them: with evidence in words and ids, and where the search stopped."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from graph_service.access.viewer import Role, Viewer
from graph_service.connections import service
from graph_service.connections.models import LARGEST_BUDGET, LEAST_BUDGET
from graph_service.connections.service import connection_with
from graph_service.connections.ties import TieNumbers, Ties
from graph_service.graph import Neo4jGraph
from tests.worlds import (
    Account,
    Cohort,
    Employer,
    Group,
    Happening,
    Knows,
    Person,
    Stay,
    World,
    id_of,
    job,
    load_world,
    person,
)

LONG_AGO, LATELY = "2001-03", "2024-05"
TIES = Ties(TieNumbers(), 24_300)


def school(**changes: dict[str, Any]) -> World:
    """`a` asks about `d`: there is a way over `b`, by ties alone, and one over the acquaintances `x` and `y`."""

    def member(handle: str, **facts: Any) -> Person:
        return person(handle, **{**facts, **changes.get(handle, {})})

    return World(
        people=(
            member("a", cohorts=(Stay("law"),)),
            member("b", cohorts=(Stay("law"),), jobs=(job("acme", since="2019-01"),)),
            member("d", name="李娜", jobs=(job("acme", since="2020-01"),), events=(Stay("spring"),)),
            member("x"),
            member("y", events=(Stay("spring"),), groups=(Stay("fuzhou"),)),
        ),
        knows=(Knows("a", "x", "2018"), Knows("x", "y"), Knows("y", "d", LATELY)),
        cohorts=(Cohort("law", "法学2023级", "法学", "adult", 2021, 2025),),
        employers=(Employer("acme", "云图科技"),),
        events=(Happening("spring", "春季校友会", LATELY),),
        groups=(Group("fuzhou", "福州校友群"),),
        accounts=(Account("asks", person="a"),),
    )


async def asked(client: httpx.AsyncClient, world: World, query: str, language: str = "en") -> httpx.Response:
    headers = {"Authorization": f"Bearer {world.accounts[0].token}", "Accept-Language": language}
    return await client.get(f"/v1/connections/{world.person('d').id}{query}", headers=headers)


async def told(client: httpx.AsyncClient, world: World, query: str = "", language: str = "en") -> Any:
    answer = await asked(client, world, query, language)
    assert answer.status_code == 200, answer.text
    return answer.json()["strongest"]


async def refused(client: httpx.AsyncClient, world: World, query: str) -> Any:
    answer = await asked(client, world, query)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.json()["errors"]


def ways(strongest: Any) -> list[str]:
    return ["".join(one["name"][0].lower() for one in route["people"]) for route in strongest["routes"]]


async def test_routes_go_through_ties_and_the_strongest_comes_first(
    graph: Neo4jGraph, client: httpx.AsyncClient
) -> None:
    world = school()
    await load_world(graph, world)
    strongest = await told(client, world, "?routes=5")
    assert (strongest["exact"], strongest["stopped_at"], strongest["longest"]) == (True, None, 4)
    assert ways(strongest) == ["axy李", "ab李"]
    for route in strongest["routes"]:
        product = 1.0
        for hop in route["hops"]:
            product *= hop["strength"]
            rest = 1.0
            for piece in hop["evidence"]:
                rest *= 1 - piece["strength"]
            assert hop["strength"] == pytest.approx(1 - rest, abs=2e-4)
        assert route["strength"] == pytest.approx(product, abs=4e-4)


async def test_the_evidence_of_each_hop_is_in_words_and_ids(graph: Neo4jGraph, client: httpx.AsyncClient) -> None:
    world = school()
    await load_world(graph, world)
    known, tied = (await told(client, world))["routes"]
    assert [[piece["kind"] for piece in hop["evidence"]] for hop in known["hops"]] == [
        ["knows"],
        ["knows"],
        ["knows", "event"],
    ]
    assert known["hops"][0]["evidence"][0]["text"] == "You and X have known each other since 2018."
    event = known["hops"][2]["evidence"][1]
    assert (event["id"], event["since"]) == (id_of("Event", "spring"), LATELY)
    assert event["text"] == f"Y and 李娜 took part in the same event, 春季校友会 ({LATELY})."
    cohort, employer = (hop["evidence"][0] for hop in tied["hops"])
    assert (cohort["id"], employer["id"]) == (id_of("Cohort", "law"), id_of("Employer", "acme"))
    assert cohort["text"] == "You and B studied in the same cohort, 法学2023级."
    assert employer["since"] == "2020-01"
    assert employer["until"] is None
    chinese = (await told(client, world, language="zh"))["routes"][1]
    assert chinese["hops"][0]["evidence"][0]["text"] == "您和B同在“法学2023级”学习。"
    assert chinese["hops"][1]["evidence"][0]["text"].startswith("B和李娜于2020-01至今同在云图科技任职")


@pytest.mark.parametrize("hiding", [{"listed": "nobody"}, {"listed": "connections"}, {"show_connections": False}])
async def test_nobody_who_hides_is_in_the_middle(
    graph: Neo4jGraph, client: httpx.AsyncClient, hiding: dict[str, Any]
) -> None:
    world = school(b=hiding, y=hiding)
    await load_world(graph, world)
    assert (await told(client, world))["routes"] == []


async def test_with_somebody_discreet_only_my_own_tie_counts(graph: Neo4jGraph, client: httpx.AsyncClient) -> None:
    world = school(d={"show_connections": False, "cohorts": (Stay("law"),)})
    await load_world(graph, world)
    assert ways(await told(client, world)) == ["a李"]


async def test_as_many_routes_as_were_asked_for(graph: Neo4jGraph, client: httpx.AsyncClient) -> None:
    world = school()
    await load_world(graph, world)
    assert await told(client, world, "?routes=0") is None
    assert ways(await told(client, world, "?routes=1")) == ["axy李"]


@pytest.mark.parametrize("routes", ["6", "-1", "many"])
async def test_a_number_out_of_range_is_refused_with_what_to_change(
    graph: Neo4jGraph, client: httpx.AsyncClient, routes: str
) -> None:
    world = school()
    await load_world(graph, world)
    assert "routes" in str(await refused(client, world, f"?routes={routes}"))


async def test_a_route_so_weak_that_four_decimals_do_not_show_it_is_told(
    graph: Neo4jGraph, client: httpx.AsyncClient
) -> None:
    world = World(
        people=(
            person("a", events=(Stay("ball"),)),
            person("b", events=(Stay("ball"), Stay("fair"))),
            person("d", events=(Stay("fair"),)),
        ),
        events=(Happening("ball", "舞会", "1931-05"), Happening("fair", "集市", "1931-06")),
        accounts=(Account("asks", person="a"),),
    )
    await load_world(graph, world)
    (route,) = (await told(client, world))["routes"]
    assert 0 < route["strength"] < 0.00005
    assert route["strength"] == pytest.approx(route["hops"][0]["strength"] * route["hops"][1]["strength"], rel=0.5)


@pytest.mark.parametrize("budget", ["19", "2001", "much"])
async def test_a_budget_out_of_range_is_refused_with_what_to_change(
    graph: Neo4jGraph, client: httpx.AsyncClient, budget: str
) -> None:
    world = school()
    await load_world(graph, world)
    (error,) = await refused(client, world, f"?budget={budget}")
    assert "budget" in str(error)
    assert budget == "much" or str(LEAST_BUDGET if budget == "19" else LARGEST_BUDGET) in str(error)


@pytest.mark.parametrize(("budget", "each", "named", "limit"), [(1, 30, "people", 1), (5, 0, "memberships", 0)])
async def test_a_search_that_stops_at_a_budget_says_so(
    graph: Neo4jGraph, monkeypatch: pytest.MonkeyPatch, budget: int, each: int, named: str, limit: int
) -> None:
    world = school()
    await load_world(graph, world)
    monkeypatch.setattr(service, "MEMBERSHIPS_EACH", each)
    viewer = Viewer("asks", Role.ALUMNUS, world.person("a").id)
    strongest = (await connection_with(graph, viewer, world.person("d").id, "en", TIES, 3, budget)).strongest
    assert strongest is not None
    assert (strongest.exact, strongest.stopped_at, strongest.budget) == (False, named, limit)


async def test_a_context_that_a_block_makes_small_enough_for_the_viewer_makes_ties(graph: Neo4jGraph) -> None:
    world = World(
        people=tuple(person(handle, cohorts=(Stay("law"),)) for handle in "abc"),
        cohorts=(Cohort("law", "法学2023级", "法学", "adult", 2021, 2025),),
        blocks=(("a", "c"),),
        accounts=(Account("asks", person="a"), Account("also", person="b")),
    )
    await load_world(graph, world)
    found: dict[str, list[int]] = {}
    for one, other in ("ab", "ba"):
        viewer = Viewer("asks", Role.ALUMNUS, world.person(one).id)
        for cap in (1, 2, 3):
            ties = Ties(TieNumbers(size_cap=cap), TIES.now)
            answer = await connection_with(graph, viewer, world.person(other).id, "en", ties, 3, 20)
            if answer.strongest and answer.strongest.routes:
                found.setdefault(one, []).append(cap)
    # Of the three in the cohort `a` sees two.
    assert found == {"a": [2, 3], "b": [3]}


async def test_a_context_as_large_as_may_be_makes_ties_where_the_viewer_sees_more_people_in_another(
    graph: Neo4jGraph,
) -> None:
    world = World(
        people=(
            *(person(handle, cohorts=(Stay("law"),)) for handle in ("a", "x", "z")),
            person("shy", listed="connections", events=(Stay("ball"),)),
            person("y"),
            person("d"),
        ),
        cohorts=(Cohort("law", "法学2023级", "法学", "adult", 2021, 2025),),
        events=(Happening("ball", "舞会", "2024-05"),),
        knows=(Knows("a", "shy"), Knows("x", "y"), Knows("y", "d")),
        accounts=(Account("asks", person="a"),),
    )
    await load_world(graph, world)
    viewer, ties = Viewer("asks", Role.ALUMNUS, world.person("a").id), Ties(TieNumbers(size_cap=3), TIES.now)
    strongest = (await connection_with(graph, viewer, world.person("d").id, "en", ties, 3, 20)).strongest
    assert strongest is not None
    route = strongest.routes[0]
    assert [one.name for one in route.people] == [world.person(handle).name for handle in ("a", "x", "y", "d")]
    assert [hop.evidence[0].kind for hop in route.hops] == ["cohort", "knows", "knows"]
