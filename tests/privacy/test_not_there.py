"""Hidden, blocked, blocking, unlisted and unknown: one and the same 404, to the byte; and what is withdrawn is gone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.privacy.asking import Ask, Reply, answer_to
from tests.privacy.nasty import nasty_world
from tests.privacy.properties import Service
from tests.privacy.strategies import ACCOUNTS, VIEWER
from tests.support import stable_id, statement
from tests.worlds import Account, World, id_of, load_world, person, view

V, W, STAFF, RESEARCHER = ACCOUNTS
NEVER_WAS = stable_id("never was")
UNSEEN = ("far-hidden", "near-hidden", "far-blocked", "near-blocked", "far-blocking", "near-blocking", "far-closed")
OF_A_PERSON = ("/v1/alumni/{}", "/v1/alumni/{}/network", "/v1/connections/{}")


async def _get(service: Service, account: Account | None, path: str, **params: str) -> Reply:
    answer = await answer_to(service.app, account, Ask(path, path, tuple(params.items())))
    return answer.pages[0]


@pytest.fixture
async def world(service: Service) -> World:
    loaded = nasty_world()
    await load_world(service.graph, loaded)
    return loaded


@pytest.mark.parametrize("path", OF_A_PERSON)
async def test_whoever_is_not_seen_is_not_there_to_the_byte(service: Service, world: World, path: str) -> None:
    never_was = await _get(service, V, path.format(NEVER_WAS))
    assert never_was.status == 404
    for handle in UNSEEN:
        assert await _get(service, V, path.format(stable_id(handle))) == never_was, handle


async def test_an_employer_of_hidden_people_is_not_there_to_the_byte(service: Service, world: World) -> None:
    assert "rare" not in {one.handle for one in view(world, VIEWER).employers}
    never_was = await _get(service, V, f"/v1/employers/{id_of('Employer', 'never was')}")
    assert never_was.status == 404
    assert await _get(service, V, f"/v1/employers/{id_of('Employer', 'rare')}") == never_was


@pytest.mark.parametrize(
    ("name", "label", "hidden"), [("employer", "Employer", "rare"), ("skill", "Skill", "accounting")]
)
@pytest.mark.parametrize("path", ["/v1/alumni", "/v1/alumni/facets"])
async def test_a_filter_by_what_only_hidden_people_have_is_refused_like_one_by_nothing(
    service: Service, world: World, path: str, name: str, label: str, hidden: str
) -> None:
    refused = [await _get(service, V, path, **{name: id_of(label, one)}) for one in (hidden, "never was")]
    texts = [
        reply.body.replace(id_of(label, one).encode(), b"")
        for reply, one in zip(refused, (hidden, "never was"), strict=True)
    ]
    assert [reply.status for reply in refused] == [422, 422]
    assert texts[0] == texts[1]


WRITES: dict[str, Callable[[str], tuple[str, str, dict[str, Any] | None]]] = {
    "block": lambda one: ("PUT", f"/v1/me/blocks/{one}", None),
    "ask": lambda one: ("POST", "/v1/connection-requests", {"to": one}),
    "disconnect": lambda one: ("DELETE", f"/v1/connections/{one}", None),
}


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("handle", ["far-hidden", "near-hidden", "far-blocking", "near-blocking", "far-closed"])
async def test_a_write_about_somebody_unseen_is_refused_like_one_about_nobody(
    service: Service, world: World, write: str, handle: str
) -> None:
    refused: list[tuple[int, bytes]] = []
    for one in (stable_id(handle), NEVER_WAS):
        method, path, body = WRITES[write](one)
        headers = {"authorization": f"Bearer {V.token}", "x-request-id": "the-same"}
        response = await service.client.request(method, path, json=body, headers=headers)
        refused.append((response.status_code, response.content))
    assert refused[0] == refused[1]
    assert refused[0][0] == 404


@pytest.mark.parametrize(
    "path", ["/v1/alumni", "/v1/alumni/facets", "/v1/employers", "/v1/skills", "/v1/connection-requests"]
)
async def test_nobody_without_a_token_and_no_researcher_reads_of_people(
    service: Service, world: World, path: str
) -> None:
    assert (await _get(service, None, path)).status == 401
    assert (await _get(service, RESEARCHER, path)).status == 403


# --- what is withdrawn is gone at the next request --------------------------------------------------------------------
@pytest.fixture
async def two(service: Service) -> World:
    """`v` and `w`, who see each other."""
    loaded = World(people=(person(VIEWER), person("w")), accounts=ACCOUNTS)
    await load_world(service.graph, loaded)
    return loaded


async def _send(service: Service, account: Account, method: str, path: str, body: dict[str, Any] | None = None) -> int:
    headers = {"authorization": f"Bearer {account.token}"}
    return (await service.client.request(method, path, json=body, headers=headers)).status_code


async def _seen_by_v(service: Service) -> list[str]:
    reply = await _get(service, V, "/v1/alumni")
    return [item["id"] for item in reply.json["items"]]


@pytest.mark.parametrize("answer", ["nobody", "connections"])
async def test_whoever_stops_being_listed_is_gone_at_the_next_request(
    service: Service, two: World, answer: str
) -> None:
    assert stable_id("w") in await _seen_by_v(service)
    assert await _send(service, W, "PATCH", "/v1/me", {"listed": answer}) == 200
    assert stable_id("w") not in await _seen_by_v(service)
    assert (await _get(service, V, f"/v1/alumni/{stable_id('w')}")).status == 404
    assert await _send(service, W, "PATCH", "/v1/me", {"listed": None}) == 200
    assert stable_id("w") in await _seen_by_v(service)


@pytest.mark.parametrize(("by", "whom"), [(V, "w"), (W, VIEWER)])
async def test_a_block_holds_at_the_next_request_both_ways(
    service: Service, two: World, by: Account, whom: str
) -> None:
    assert await _send(service, by, "PUT", f"/v1/me/blocks/{stable_id(whom)}") == 204
    assert await _seen_by_v(service) == [stable_id(VIEWER)]
    assert (await _get(service, W, f"/v1/alumni/{stable_id(VIEWER)}")).status == 404
    assert await _send(service, by, "DELETE", f"/v1/me/blocks/{stable_id(whom)}") == 204
    assert stable_id("w") in await _seen_by_v(service)


async def test_withdrawn_consent_to_mentoring_holds_at_the_next_request(service: Service, two: World) -> None:
    for answer, found in ((True, 1), (False, 0), (None, 0)):
        assert await _send(service, W, "PATCH", "/v1/me", {"mentor": answer}) == 200
        reply = await _get(service, V, "/v1/alumni", open_to_mentoring="true")
        assert len(reply.json["items"]) == found


async def test_contact_fields_follow_their_audience_at_the_next_request(service: Service, two: World) -> None:
    await service.graph.run(_MEET, a=stable_id(VIEWER), b=stable_id("w"))
    assert (
        await _send(service, W, "PATCH", "/v1/me", {"email": "w@example.org", "contact_audience": "connections"}) == 200
    )
    assert (await _get(service, V, f"/v1/alumni/{stable_id('w')}")).json["email"] == "w@example.org"
    assert await _send(service, W, "PATCH", "/v1/me", {"contact_audience": "nobody"}) == 200
    assert (await _get(service, V, f"/v1/alumni/{stable_id('w')}")).json["email"] is None


async def test_a_token_that_was_ended_opens_nothing_at_the_next_request(service: Service, two: World) -> None:
    assert await _send(service, V, "DELETE", "/v1/tokens/current") == 204
    for path in ("/v1/me", "/v1/alumni", f"/v1/alumni/{stable_id('w')}", f"/v1/connections/{stable_id('w')}"):
        assert (await _get(service, V, path)).status == 401


async def test_an_account_that_was_disabled_opens_nothing_at_the_next_request(service: Service, two: World) -> None:
    assert (await _get(service, V, "/v1/alumni")).status == 200
    await service.graph.run(_DISABLE, name=V.name)
    assert (await _get(service, V, "/v1/alumni")).status == 401


async def test_staff_who_stop_being_staff_see_what_is_theirs_at_the_next_request(
    service: Service, world: World
) -> None:
    hidden = f"/v1/alumni/{stable_id('far-hidden')}"
    assert (await _get(service, STAFF, hidden)).status == 200
    await service.graph.run(_DEMOTE, name=STAFF.name)
    assert (await _get(service, STAFF, hidden)).status == 403


_MEET = statement("MATCH (a:Alumnus {id: $a}), (b:Alumnus {id: $b}) CREATE (a)-[:KNOWS]->(b)")
_DISABLE = statement("MATCH (account:Account {name: $name}) SET account.disabled = true")
_DEMOTE = statement("MATCH (account:Account {name: $name}) SET account.role = 'alumnus'")
