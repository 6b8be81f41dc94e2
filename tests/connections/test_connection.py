"""How two people are connected, on real Neo4j: the shape of the answer, and the same question put to NetworkX."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_service.access.viewer import Role, Viewer
from graph_service.connections.models import USUAL_BUDGET, Connection
from graph_service.connections.service import connection_with, today
from graph_service.connections.ties import TieNumbers, Ties
from graph_service.directory.dates import month_of
from graph_service.graph import Neo4jGraph
from graph_service.web.problems import Problem
from tests.privacy.seen import Seen
from tests.privacy.strategies import VIEWER, worlds
from tests.support import stable_id
from tests.worlds import Account, Employer, Knows, Stay, World, job, load_world, person, view

TIES = Ties(TieNumbers(), month_of(today()))
CHAIN = ("a", "b", "c", "d", "e", "f", "g", "h")


def chain(*settings_of: tuple[str, dict[str, Any]], **facts: Any) -> World:
    """Eight people in a row, `a` asking; `settings_of` changes some of them."""
    changed = dict(settings_of)
    return World(
        people=tuple(person(handle, **changed.get(handle, {})) for handle in CHAIN),
        knows=tuple(Knows(one, other) for one, other in pairwise(CHAIN)),
        accounts=(Account("asks", person="a"), Account("staff", "staff"), Account("worker", "staff", "a")),
        **facts,
    )


def as_member(world: World, handle: str) -> Viewer:
    return Viewer("account", Role.ALUMNUS, world.person(handle).id)


async def asked(graph: Neo4jGraph, world: World, other: str, viewer: str = "a", language: Any = "en") -> Connection:
    return await connection_with(
        graph, as_member(world, viewer), world.person(other).id, language, TIES, 3, USUAL_BUDGET
    )


async def problem(graph: Neo4jGraph, world: World, other: str, viewer: str = "a") -> Problem:
    with pytest.raises(Problem) as raised:
        await asked(graph, world, other, viewer)
    return raised.value


def names(route: Any) -> list[str]:
    return [one.name.lower() for one in route.people]


# --- degrees and routes -----------------------------------------------------------------------------------------------
async def test_the_degree_is_exact_to_three_and_a_route_has_at_most_six_hops(graph: Neo4jGraph) -> None:
    world = chain()
    await load_world(graph, world)
    found = {other: await asked(graph, world, other) for other in CHAIN[1:]}
    assert [(one.degree, one.hops) for one in found.values()] == [
        (1, 1), (2, 2), (3, 3), (None, 4), (None, 5), (None, 6), (None, None),
    ]  # fmt: skip
    assert [names(one.route) for one in found.values() if one.route] == [list(CHAIN[: n + 1]) for n in range(1, 7)]
    assert found["h"].route is None
    assert "at most 6 hops" in found["h"].summary
    assert found["h"].longest_route == 6


@pytest.mark.parametrize("settings_", [{"listed": "nobody"}, {"listed": "connections"}, {"show_connections": False}])
@pytest.mark.parametrize("hider", ["b", "c", "d"])
async def test_nobody_who_hides_stands_on_a_route(graph: Neo4jGraph, hider: str, settings_: dict[str, Any]) -> None:
    world = chain((hider, settings_))
    await load_world(graph, world)
    passable = hider == "b" and settings_ == {"listed": "connections"}
    assert ((await asked(graph, world, "e")).route is not None) == passable


async def test_a_block_takes_somebody_off_routes_both_ways(graph: Neo4jGraph) -> None:
    for block in (("a", "c"), ("c", "a")):
        world = chain(blocks=(block,))
        await load_world(graph, world)
        assert (await asked(graph, world, "d")).route is None
        assert (await problem(graph, world, "c")).slug == "alumnus-not-found"


async def test_a_block_between_others_changes_nothing(graph: Neo4jGraph) -> None:
    world = chain(blocks=(("b", "c"), ("d", "b")))
    await load_world(graph, world)
    assert (await asked(graph, world, "d")).degree == 3


async def test_somebody_discreet_is_known_to_their_own_connections_only(graph: Neo4jGraph) -> None:
    world = chain(("b", {"show_connections": False}), ("d", {"show_connections": False}))
    await load_world(graph, world)
    known, unknown = await asked(graph, world, "b"), await asked(graph, world, "d")
    assert (known.degree, known.mutual_count) == (1, 0)
    assert (unknown.degree, unknown.route, unknown.mutual_count) == (None, None, 0)


async def test_the_viewers_own_settings_do_not_matter_to_them(graph: Neo4jGraph) -> None:
    world = chain(("a", {"listed": "nobody", "show_connections": False}))
    await load_world(graph, world)
    assert (await asked(graph, world, "c")).degree == 2
    assert (await asked(graph, world, "e")).hops == 4


async def test_staff_who_are_alumni_see_every_record(graph: Neo4jGraph) -> None:
    world = chain(("c", {"listed": "nobody"}), ("d", {"show_connections": False}))
    await load_world(graph, world)
    viewer = Viewer("account", Role.STAFF, world.person("a").id)
    assert (await connection_with(graph, viewer, world.person("c").id, "en", TIES, 3, USUAL_BUDGET)).degree == 2
    assert (await connection_with(graph, viewer, world.person("e").id, "en", TIES, 3, USUAL_BUDGET)).hops == 4


@pytest.mark.usefixtures("unmeasured")
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(world=worlds())
async def test_the_answer_is_that_of_networkx_on_what_the_viewer_may_see(database: Neo4jGraph, world: World) -> None:
    await load_world(database, world)
    seen = Seen(view(world, VIEWER), VIEWER)
    for other in (one for one in world.people if one.handle != VIEWER):
        if other.handle not in seen.people:
            assert (await problem(database, world, other.handle, VIEWER)).slug == "alumnus-not-found"
            continue
        answer = await asked(database, world, other.handle, VIEWER)
        ways = [way for way in seen.routes(other.handle) if len(way) <= 7]
        assert answer.degree == seen.degree(other.handle)
        assert answer.hops == (len(ways[0]) - 1 if ways else None)
        assert _ids(answer.mutual) == [one.id for one in seen.mutual(other.handle)][:10]
        assert answer.mutual_count == len(seen.mutual(other.handle))
        assert (_ids(answer.route.people) if answer.route else None) == (
            [seen.people[handle].id for handle in ways[0]] if ways else None
        )
        _check_hops(answer, seen)


def _ids(people: list[Any]) -> list[str]:
    return [one.id for one in people]


def _check_hops(answer: Connection, seen: Seen) -> None:
    """Every hop is an edge that the viewer may see, and begins where the one before ended."""
    if answer.route is None:
        return
    at = answer.route.people[0].id
    for hop in answer.route.hops:
        assert hop.a.id == at
        edge = seen.graph.edges[seen.by_id[hop.a.id].handle, seen.by_id[hop.b.id].handle]
        assert (hop.evidence[0].kind, hop.evidence[0].since) == ("knows", edge["since"])
        at = hop.b.id
    assert at == answer.person.id


@pytest.mark.usefixtures("unmeasured")
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), hops=st.integers(2, 6))
async def test_of_equal_routes_the_first_by_order_keys_is_shown(
    database: Neo4jGraph, data: st.DataObject, hops: int
) -> None:
    between = data.draw(st.permutations([f"m{number}" for number in range(2 * (hops - 1))]))
    layers = [["a"], *(between[at : at + 2] for at in range(0, len(between), 2)), ["z"]]
    pairs = [(one, other) for near, far in pairwise(layers) for one in near for other in far]
    cut = data.draw(st.lists(st.sampled_from(pairs), max_size=2, unique=True))
    world = World(
        people=tuple(map(person, ("a", *between, "z"))),
        knows=tuple(Knows(*pair) for pair in pairs if pair not in cut),
    )
    await load_world(database, world)
    ways = Seen(world, "a").routes("z")
    answer = await asked(database, world, "z")
    assert (names(answer.route) if answer.route else None) == (ways[0] if ways else None)


# --- what the two have in common --------------------------------------------------------------------------------------
async def test_mutual_connections_are_counted_exactly_and_listed_in_a_fixed_order(graph: Neo4jGraph) -> None:
    friends = [f"f{number}" for number in range(13)]
    world = World(
        people=(person("a"), person("z"), *map(person, friends)),
        knows=tuple(Knows(end, one) for one in friends for end in ("a", "z")),
    )
    await load_world(graph, world)
    answer = await asked(graph, world, "z")
    in_order = sorted((world.person(one) for one in friends), key=lambda one: one.order_key)
    assert (answer.mutual_count, answer.limited) == (13, True)
    assert _ids(answer.mutual) == [one.id for one in in_order][:10]
    assert answer.route is not None
    assert answer.route.people[1].id == in_order[0].id


async def test_what_two_people_share_is_told_with_the_months_they_overlapped(graph: Neo4jGraph) -> None:
    everything: dict[str, Any] = {
        "cohorts": (Stay("law19"),),
        "events": (Stay("spring"),),
        "groups": (Stay("wx1"),),
        "places": (Stay("330100"),),
    }
    world = World(
        people=(
            person("a", jobs=(job("acme", since="2019-07"),), **everything),
            person("b", "韩小宁", name_latin="Han Xiaoning", jobs=(
                job("acme", since="2018", until="2019-08"), job("acme", since="2020-01", until="2020-03"),
            ), **everything),
        ),
        employers=(Employer("acme", "Acme", "I65"),),
        knows=(Knows("a", "b", "2019-09"),),
    )  # fmt: skip
    await load_world(graph, world)
    answer = await asked(graph, world, "b")
    shared = answer.in_common
    assert [len(part) for part in (shared.cohorts, shared.events, shared.groups, shared.places)] == [1, 1, 1, 1]
    (acme,) = shared.employers
    assert (acme.since, acme.until, acme.months, acme.still) == ("2019-07", "2020-03", 5, False)
    assert answer.route is not None
    assert [(one.kind, one.text) for one in answer.route.hops[0].evidence] == [
        ("knows", "You and Han Xiaoning have known each other since 2019-09."),
        ("cohort", "You and Han Xiaoning studied in the same cohort, 法学2019级."),
        ("employer", "You and Han Xiaoning worked at Acme at the same time, from 2019-07 to 2020-03 (5 months)."),
        ("event", "You and Han Xiaoning took part in the same event, 春季校友会 (2024-03-16)."),
        ("group", "You and Han Xiaoning are in the same group, 法学校友群."),
    ]


async def test_the_present_industry_is_shared_across_employers(graph: Neo4jGraph) -> None:
    world = World(
        people=(
            person("a", jobs=(job("acme"),)),
            person("b", jobs=(job("nova"),)),
            person("c", jobs=(job("nova", until="2020"),)),
        ),
        employers=(Employer("acme", "Acme", "I65"), Employer("nova", "Nova", "I65")),
    )
    await load_world(graph, world)
    (industry,) = (await asked(graph, world, "b")).in_common.industries
    assert (industry.name, industry.name_en) == ("软件和信息技术服务业", "Software")
    assert (await asked(graph, world, "c")).in_common.industries == []


# --- over HTTP --------------------------------------------------------------------------------------------------------
async def get(client: httpx.AsyncClient, world: World, account: str, alumnus_id: str, **headers: str) -> httpx.Response:
    token = next(one.token for one in world.accounts if one.name == account)
    return await client.get(f"/v1/connections/{alumnus_id}", headers={"Authorization": f"Bearer {token}", **headers})


async def test_sentences_come_in_the_language_asked_for(graph: Neo4jGraph, client: httpx.AsyncClient) -> None:
    world = chain(("b", {"name": "李娜"}))
    await load_world(graph, world)
    answer = await get(client, world, "asks", world.person("b").id, **{"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5"})
    assert answer.status_code == 200
    assert answer.headers["content-language"] == "zh"
    assert answer.headers["vary"] == "Accept-Language"
    assert answer.json()["summary"] == "您认识李娜。"
    english = await get(client, world, "asks", world.person("b").id)
    assert english.headers["content-language"] == "en"
    assert english.json()["summary"] == "You know 李娜."


async def test_who_may_not_be_seen_and_who_never_was_get_the_same_answer(
    graph: Neo4jGraph, client: httpx.AsyncClient
) -> None:
    world = chain(("b", {"listed": "nobody"}), ("d", {"listed": "connections"}), blocks=(("c", "a"),))
    await load_world(graph, world)
    ids = [*(world.person(one).id for one in "bcd"), stable_id("never"), "no-id-at-all"]
    answers = [await get(client, world, "asks", one, **{"X-Request-Id": "same"}) for one in ids]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


async def test_asking_about_oneself_is_refused(graph: Neo4jGraph, client: httpx.AsyncClient) -> None:
    world = chain()
    await load_world(graph, world)
    answer = await get(client, world, "asks", world.person("a").id)
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:problem:that-is-you")


async def test_staff_without_a_record_have_no_connections(graph: Neo4jGraph, client: httpx.AsyncClient) -> None:
    world = chain()
    await load_world(graph, world)
    answer = await get(client, world, "staff", world.person("b").id)
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:problem:members-only")
