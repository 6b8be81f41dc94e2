"""The questions that the demo asks over HTTP, one after the other, each with what was sent and what came back.

Who is in my industry and my city? Which of them do this kind of work? How am I connected with the third of them? And
what does somebody see whom that third person has blocked?
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import httpx

from graph_service.demo.accounts import DemoAccount

SHOWN = 6


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

    theirs = Asker(client, account_for(third["id"]))
    blocked = other.ask("", "/v1/me").body["record"]["id"]
    yield theirs.ask(
        f"{third['name']} does not want to be seen by one person and blocks them.",
        f"/v1/me/blocks/{blocked}", 200, 201, 204, method="PUT",
    )  # fmt: skip
    yield other.ask(
        "What does that person find now? (One less, in the list and in every count.)",
        "/v1/alumni",
        **narrowed,
        limit=SHOWN,
    )
    yield other.ask("And how are they connected?", f"/v1/connections/{third['id']}", 404)
    yield other.ask(
        "What do they get for somebody who never existed? The same, to the byte.",
        "/v1/connections/00000000-0000-4000-8000-000000000000", 404,
    )  # fmt: skip


def third_person(found: list[dict[str, Any]], other: dict[str, Any]) -> dict[str, Any]:
    """The third person found, or the next who is not the other viewer. Raises DemoFailed when there are fewer."""
    others = [person for person in found if person["id"] != (other["record"] or {}).get("id") and person["degree"] != 0]
    if len(others) < 3:
        raise DemoFailed("Fewer than three people were found; the sample school is not complete.")
    return others[2]
