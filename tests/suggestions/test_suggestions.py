"""`/v1/suggestions` over HTTP: who is suggested and why, who is not any more, and what it takes to be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from graph_service.graph import Neo4jGraph
from tests.support import stable_id, statement
from tests.worlds import Account, Employer, Knows, Person, Stay, World, id_of, job, load_world, person

NOBODY_KNOWN = person("new", places=(Stay("330100"),), cohorts=(Stay("law19", since="2019-09"),))
PEOPLE = (
    person("me", jobs=(job("acme", since="2022-01"),)),
    person("friend"),
    person("other"),
    person("hub"),
    person("close", jobs=(job("acme", since="2022-02"),)),
    person("far", cohorts=(Stay("law19", since="2019-09"),), places=(Stay("330100"),), jobs=(job("nova"),)),
    person("hidden", listed="nobody"),
    NOBODY_KNOWN,
    *(person(f"known{number}") for number in range(6)),
)
KNOWS = (
    Knows("me", "friend", "2025"),
    Knows("me", "hub", "2025"),
    Knows("friend", "close", "2025"),
    Knows("friend", "other", "2010"),
    Knows("hidden", "close"),
    Knows("me", "hidden"),
    *(Knows("hub", f"known{number}", "2025") for number in range(6)),
    Knows("hub", "close", "2024"),
)
ACCOUNTS = (Account("me", person="me"), Account("new", person="new"), Account("lone"), Account("staff", "staff"))


def world(*more: Person, knows: tuple[Knows, ...] = KNOWS) -> World:
    employers = (Employer("acme", "Acme", "I65"), Employer("nova", "Nova", "J66"))
    return World((*PEOPLE, *more), employers, knows, accounts=ACCOUNTS)


class Asking:
    """Asks as somebody."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def __call__(self, who: str, method: str, path: str, **kwargs: Any) -> httpx.Response:
        token = next(one.token for one in ACCOUNTS if one.name == who)
        headers = {"Authorization": f"Bearer {token}", **kwargs.pop("headers", {})}
        return await self._client.request(method, f"/v1{path}", headers=headers, **kwargs)

    async def names(self, who: str, query: str = "", **kwargs: Any) -> list[str]:
        answer = await self(who, "GET", f"/suggestions{query}", **kwargs)
        assert answer.status_code == 200, answer.text
        return [one["person"]["name"].lower() for one in answer.json()["items"]]


@pytest.fixture
async def ask(graph: Neo4jGraph, client: httpx.AsyncClient) -> Asking:
    await load_world(graph, world())
    return Asking(client)


async def test_who_shares_most_comes_first_and_the_points_add_up(ask: Asking) -> None:
    answer = (await ask("me", "GET", "/suggestions")).json()
    first = answer["items"][0]
    assert first["person"]["id"] == stable_id("close")
    assert {one["name"] for one in first["features"]} == {"mutual", "employer", "industry"}
    assert first["mutual_count"] == 2
    for item in answer["items"]:
        assert item["score"] == sum(one["points"] for one in item["features"])
        assert all(one["points"] == round(one["value"] * one["weight"]) for one in item["features"])


async def test_nobody_is_suggested_who_is_known_or_hidden_or_oneself(ask: Asking) -> None:
    names = await ask.names("me", "?limit=50")
    assert not {"me", "friend", "hub", "hidden"} & set(names)
    assert {"close", "other", "known0"} <= set(names)


async def test_a_young_connection_counts_more_than_an_old_one(ask: Asking) -> None:
    # `other` is known by a friend who knows fewer people, but for a long time.
    items = (await ask("me", "GET", "/suggestions?limit=50")).json()["items"]
    points = {one["person"]["id"]: one["score"] for one in items}
    assert points[stable_id("close")] > points[stable_id("other")] > 0


@pytest.mark.parametrize(("language", "sentence"), [("en", "You both know"), ("zh", "你们都认识")])
async def test_sentences_are_in_the_language_asked_for(ask: Asking, language: str, sentence: str) -> None:
    answer = await ask("me", "GET", "/suggestions", headers={"Accept-Language": language})
    assert answer.headers["content-language"] == language
    mutual = next(one for one in answer.json()["items"][0]["features"] if one["name"] == "mutual")
    assert mutual["text"].startswith(sentence)
    assert {one["id"] for one in mutual["evidence"]} == {stable_id("friend"), stable_id("hub")}


async def test_it_works_for_somebody_whom_nobody_knows_and_says_what_would_help(ask: Asking) -> None:
    answer = (await ask("new", "GET", "/suggestions")).json()
    assert [one["person"]["id"] for one in answer["items"]] == [stable_id("far")]
    assert {one["name"] for one in answer["items"][0]["features"]} == {"cohort", "place", "intake"}
    assert any("Connect with people" in hint for hint in answer["better"])
    assert any("Add your jobs" in hint for hint in answer["better"])


async def test_who_was_dismissed_is_gone_until_it_is_undone(ask: Asking) -> None:
    path = f"/suggestions/{stable_id('close')}/dismiss"
    assert (await ask("me", "POST", path, json={"for": "good"})).status_code == 204
    assert "close" not in await ask.names("me")
    assert (await ask("me", "DELETE", path)).status_code == 204
    assert "close" in await ask.names("me")
    assert (await ask("me", "DELETE", path)).status_code == 204


async def test_not_now_ends_by_itself(ask: Asking, graph: Neo4jGraph) -> None:
    assert (
        await ask("me", "POST", f"/suggestions/{stable_id('close')}/dismiss", json={"for": "now"})
    ).status_code == 204
    assert "close" not in await ask.names("me")
    yesterday = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
    await graph.run(statement("MATCH ()-[dismissal:DISMISSED]->() SET dismissal.until = $day"), day=yesterday)
    assert "close" in await ask.names("me")


async def test_who_was_shown_and_ignored_sinks(ask: Asking) -> None:
    before = (await ask("me", "GET", "/suggestions")).json()["items"][0]
    for _ in range(3):
        seen = {"people": [stable_id("close"), stable_id("hidden"), stable_id("nobody")]}
        assert (await ask("me", "POST", "/suggestions/seen", json=seen)).status_code == 204
    items = (await ask("me", "GET", "/suggestions?limit=50")).json()["items"]
    after = next(one for one in items if one["person"]["id"] == before["person"]["id"])
    assert after["score"] == round(before["score"] * 0.85**3)
    less = after["features"][-1]
    assert less["name"] == "ignored"
    assert less["points"] < 0
    assert "3 times" in less["text"]


async def test_asking_changes_nothing(ask: Asking) -> None:
    first = await ask("me", "GET", "/suggestions")
    assert (await ask("me", "GET", "/suggestions")).content == first.content


async def test_nobody_is_shown_to_more_than_a_share_of_people(graph: Neo4jGraph, ask: Asking) -> None:
    lookers = tuple(person(f"looker{number}") for number in range(20))
    shown = tuple((one.handle, "close", 1) for one in lookers)
    crowded = world(*lookers)
    await load_world(graph, World(**{**vars(crowded), "shown": shown}))
    assert "close" not in await ask.names("me")
    # One who has seen them before is among those who may.
    await load_world(graph, World(**{**vars(crowded), "shown": (*shown, ("me", "close", 1))}))
    assert "close" in await ask.names("me")
    # Whom `me` may not see does not count.
    hidden = (person("looker0", listed="nobody"), *lookers[1:])
    await load_world(graph, World(**{**vars(world(*hidden)), "shown": shown}))
    assert "close" in await ask.names("me")


async def test_worth_meeting_are_those_who_have_what_is_looked_for(ask: Asking) -> None:
    wanted = {"industry": ["J66"], "place": ["330000"], "employer": [], "function": [], "skill": []}
    assert (await ask("me", "PUT", "/me/looking-for", json=wanted)).json() == wanted
    assert (await ask("me", "GET", "/me/looking-for")).json() == wanted
    items = (await ask("me", "GET", "/suggestions?mode=new")).json()["items"]
    assert [one["person"]["id"] for one in items] == [stable_id("far"), stable_id("new")]
    assert [one["name"] for one in items[0]["features"]] == ["wanted_industry", "wanted_place"]
    # What is asked for goes before what is stored.
    assert await ask.names("me", "?mode=new&industry=I65") == ["close"]


async def test_half_known_people_rank_above_strangers_and_the_closest_circle(graph: Neo4jGraph, ask: Asking) -> None:
    there = {"places": (Stay("330100"),)}
    friends = tuple(person(f"f{number}") for number in range(60))
    more = (person("stranger", **there), person("half", **there), person("closest", **there), *friends)
    knows = (
        *(Knows("me", one.handle) for one in friends),
        *(Knows(one.handle, "closest") for one in friends),
        *(Knows(one.handle, "half") for one in friends[:8]),
    )
    await load_world(graph, world(*more, knows=knows))
    names = await ask.names("me", "?mode=new&place=330100&limit=50")
    assert names[0] == "half"
    assert {"stranger", "closest"} <= set(names)


async def test_without_wishes_it_says_so_and_goes_by_acquaintance(ask: Asking) -> None:
    answer = (await ask("me", "GET", "/suggestions?mode=new")).json()
    assert answer["items"][0]["features"][0]["name"] == "acquaintance"
    assert "looking-for" in answer["better"][0]


async def test_what_is_not_there_cannot_be_looked_for(ask: Asking) -> None:
    for method, path, kwargs in (
        ("GET", "/suggestions?mode=new&industry=Z99", {}),
        ("PUT", "/me/looking-for", {"json": {"employer": [id_of("Employer", "none")]}}),
    ):
        answer = await ask("me", method, path, **kwargs)
        assert answer.status_code == 422
        assert answer.json()["errors"]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        (f"/suggestions/{stable_id('me')}/dismiss", {"for": "good"}, 422),
        (f"/suggestions/{stable_id('hidden')}/dismiss", {"for": "good"}, 404),
        (f"/suggestions/{stable_id('never')}/dismiss", {"for": "good"}, 404),
        (f"/suggestions/{stable_id('close')}/dismiss", {"for": "ever"}, 422),
        ("/suggestions/seen", {"people": []}, 422),
    ],
)
async def test_bad_input_is_refused(ask: Asking, path: str, body: dict[str, Any], status: int) -> None:
    assert (await ask("me", "POST", path, json=body)).status_code == status


async def test_undoing_for_somebody_hidden_is_not_found(ask: Asking) -> None:
    assert (await ask("me", "DELETE", f"/suggestions/{stable_id('hidden')}/dismiss")).status_code == 404


async def test_only_people_in_the_graph_have_suggestions(ask: Asking) -> None:
    assert (await ask("staff", "GET", "/suggestions")).status_code == 403
    assert (await ask("lone", "GET", "/me/looking-for")).status_code == 403


async def test_with_more_connections_than_are_looked_at_the_answer_says_so(
    graph: Neo4jGraph, ask: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not (await ask("me", "GET", "/suggestions")).json()["sampled"]
    many = tuple(person(f"m{number}") for number in range(160))
    await load_world(graph, world(*many, knows=(*KNOWS, *(Knows("me", one.handle) for one in many))))
    assert (await ask("me", "GET", "/suggestions")).json()["sampled"]
