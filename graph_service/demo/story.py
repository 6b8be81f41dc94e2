"""The questions that the demo asks over HTTP, one after the other, each with what was sent and what came back.

Who is in my industry and my city? Which of them do this kind of work? How am I connected with the third of them? Who
could introduce me, and whom should I know? And what does somebody see whom that third person has blocked?
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import httpx

from graph_service.demo.accounts import DemoAccount

SHOWN = 6
PAIRS_SHOWN = 3
NOBODY = "00000000-0000-4000-8000-000000000000"


class DemoFailed(Exception):
    """The service did not answer as it has to; the message says where."""


class Exchange(NamedTuple):
    """One question: in words, as an HTTP request, and its answer."""

    question: str
    asked_by: str
    method: str
    path: str
    status: int
    body: Any


class Asker:
    """Somebody who has signed in and asks."""

    def __init__(self, client: httpx.Client, account: DemoAccount) -> None:
        self._client = client
        self.name = account.name
        answer = client.post("/v1/tokens", json={"name": account.name, "password": account.password})
        _expect(answer, 200, 201)
        self._headers = {"Authorization": f"Bearer {answer.json()['token']}"}

    def ask(self, question: str, path: str, *expected: int, method: str = "GET", **query: Any) -> Exchange:
        """The exchange; raises DemoFailed when the status is not one of those expected."""
        answer = self._client.request(method, path, params=query or None, headers=self._headers)
        _expect(answer, *(expected or (200,)))
        asked = str(answer.request.url.raw_path, "ascii")
        return Exchange(
            question, self.name, method, asked, answer.status_code, answer.json() if answer.content else None
        )


def _expect(answer: httpx.Response, *statuses: int) -> None:
    if answer.status_code not in statuses:
        raise DemoFailed(f"{answer.request.method} {answer.request.url} gave {answer.status_code}: {answer.text[:500]}")


def tell(
    client: httpx.Client,
    *,
    alumnus: DemoAccount,
    second: DemoAccount,
    account_for: Callable[[str], DemoAccount],
    industry: str,
    place: str,
) -> Iterator[Exchange]:
    """The exchanges of the story. `account_for` makes an account for a person by id."""
    asker, other = Asker(client, alumnus), Asker(client, second)
    here: dict[str, Any] = {"industry": industry, "place": place}
    yield asker.ask("Who is in my industry and in my city, the closest to me first?", "/v1/alumni", **here, limit=SHOWN)

    facets = asker.ask("What do they do, and where?", "/v1/alumni/facets", **here)
    yield facets

    function = max(facets.body["functions"], key=lambda value: value["count"])
    narrowed = {**here, "function": function["value"]}
    named = function["name_en"] or function["name"] or function["value"]
    found = asker.ask(f"Only those whose work is “{named}”?", "/v1/alumni", **narrowed, limit=SHOWN)
    yield found

    third = third_person(found.body["items"], other.ask("", "/v1/me").body)
    yield asker.ask(f"How am I connected with {third['name']}, the third of them?", f"/v1/connections/{third['id']}")
    met: dict[str, Any] = {"industry": industry, "limit": PAIRS_SHOWN}
    yield asker.ask("Who could introduce me to others in my industry?", "/v1/introductions", **met)
    yield asker.ask("Whom do I probably know?", "/v1/suggestions", mode="known", limit=PAIRS_SHOWN)

    yield from _hide(client, other, Asker(client, account_for(third["id"])), third, narrowed)


def _hide(
    client: httpx.Client, other: Asker, hidden: Asker, third: dict[str, Any], question: dict[str, Any]
) -> Iterator[Exchange]:
    """The same person for somebody whom that person has blocked: in no list, in no count, and under no address."""
    blocked = f"/v1/me/blocks/{other.ask('', '/v1/me').body['record']['id']}"
    hidden.ask("", blocked, 204, method="DELETE")
    before = other.ask("Somebody else asks the same. How many are there?", "/v1/alumni/facets", **question)
    yield before
    yield hidden.ask(f"{third['name']} does not want to be seen by that person.", blocked, 204, method="PUT")
    after = other.ask("And how many are there now? One less, in every count.", "/v1/alumni/facets", **question)
    yield after
    unseen = other.ask(f"How are they connected with {third['name']}?", f"/v1/connections/{third['id']}", 404)
    yield unseen
    unknown = other.ask("And with somebody who never existed? The same answer.", f"/v1/connections/{NOBODY}", 404)
    yield unknown
    if after.body["total"] != before.body["total"] - 1 or told(unseen) != told(unknown):
        raise DemoFailed(f"{third['name']} can still be noticed by somebody who may not see them")


def told(exchange: Exchange) -> dict[str, Any]:
    """An answer without the request's own id."""
    return {name: value for name, value in exchange.body.items() if name != "request_id"}


def third_person(found: list[dict[str, Any]], other: dict[str, Any]) -> dict[str, Any]:
    """The third person found, or the next who is not the other viewer. Raises DemoFailed when there are fewer."""
    others = [person for person in found if person["id"] != other["record"]["id"] and person["degree"] != 0]
    if len(others) < 3:
        raise DemoFailed("Fewer than three people were found; the sample school is not complete.")
    return others[2]
