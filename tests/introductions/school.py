"""A few people with accounts, and what they do over HTTP about introductions."""

from __future__ import annotations

from typing import Any

import httpx

from graph_service.graph import Neo4jGraph
from tests.support import statement
from tests.worlds import Account, Knows, World, load_world, person

BETWEEN = statement(
    "MATCH (:Alumnus {id: $a})-[known:KNOWS]-(:Alumnus {id: $b}) "
    "RETURN known.since AS since, known.since_month AS since_month, known.source AS source, known.as_of AS as_of",
    "read",
)
LATER = statement(
    "MATCH (request:IntroductionRequest) SET request.created_at = request.created_at - duration({days: $days}), "
    "request.forwarded_at = request.forwarded_at - duration({days: $days}), "
    "request.decided_at = request.decided_at - duration({days: $days}), "
    "request.withdrawn_at = request.withdrawn_at - duration({days: $days}), "
    "request.expires_at = request.expires_at - duration({days: $days})"
)
LABEL = statement(
    "MATCH (one:Alumnus {id: $id}) SET one.listed = $listed, one.bridge = $bridge "
    "REMOVE one:Hidden:ConnectionsOnly:Bridge "
    "FOREACH (_ IN CASE $listed WHEN 'nobody' THEN [1] ELSE [] END | SET one:Hidden) "
    "FOREACH (_ IN CASE $listed WHEN 'connections' THEN [1] ELSE [] END | SET one:ConnectionsOnly) "
    "FOREACH (_ IN CASE WHEN $bridge THEN [1] ELSE [] END | SET one:Bridge)"
)


class School:
    """`a` knows the bridge `b`, who knows `c` and `d`; `e` is a bridge whom nobody of them knows."""

    def __init__(self, graph: Neo4jGraph, client: httpx.AsyncClient, world: World) -> None:
        self.graph, self.client, self.world = graph, client, world

    async def load(self) -> None:
        await load_world(self.graph, self.world)

    def id(self, who: str) -> str:
        return self.world.person(who).id

    async def call(self, who: str, method: str, path: str, **kwargs: Any) -> httpx.Response:
        token = next(one.token for one in self.world.accounts if one.person == who)
        headers = {"Authorization": f"Bearer {token}", "X-Request-Id": "same", **kwargs.pop("headers", {})}
        return await self.client.request(method, f"/v1{path}", headers=headers, **kwargs)

    async def find(self, who: str, **params: Any) -> httpx.Response:
        return await self.call(who, "GET", "/introductions", params=params)

    async def ask(self, who: str, through: str, whom: str, **words: str) -> httpx.Response:
        body = {"introducer": self.id(through), "target": self.id(whom), **words}
        return await self.call(who, "POST", "/introductions", json=body)

    async def asked(self, who: str, through: str, whom: str, **words: str) -> str:
        answer = await self.ask(who, through, whom, **words)
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    async def forwarded(self) -> str:
        """A request of `a`, passed on by `b` to `c`."""
        request_id = await self.asked("a", "b", "c", to_introducer="to b", to_target="to c")
        assert (await self.do("b", "forward", request_id)).status_code == 200
        return request_id

    async def do(self, who: str, what: str, request_id: str) -> httpx.Response:
        return await self.call(who, "POST", f"/introductions/requests/{request_id}/{what}")

    async def box(self, who: str, box: str, **params: Any) -> list[dict[str, Any]]:
        answer = await self.call(who, "GET", "/introductions/requests", params={"box": box, **params})
        assert answer.status_code == 200
        return answer.json()["items"]

    async def states(self) -> tuple[str | None, str | None, str | None]:
        """What the asker, the one in the middle and the target are told of their only request."""
        boxes = [await self.box(*one) for one in (("a", "sent"), ("b", "through_me"), ("c", "to_me"))]
        assert max(map(len, boxes)) <= 1
        asker, introducer, target = (box[0]["state"] if box else None for box in boxes)
        return asker, introducer, target

    async def between(self, a: str, b: str) -> list[Any]:
        return await self.graph.run(BETWEEN, a=self.id(a), b=self.id(b))

    async def block(self, who: str, whom: str) -> None:
        assert (await self.call(who, "PUT", f"/me/blocks/{self.id(whom)}")).status_code == 204

    async def unblock(self, who: str, whom: str) -> None:
        assert (await self.call(who, "DELETE", f"/me/blocks/{self.id(whom)}")).status_code == 204

    async def answers(self, who: str, *, listed: str = "members", bridge: bool | None = None) -> None:
        await self.graph.run(LABEL, id=self.id(who), listed=listed, bridge=bridge)

    async def later(self, days: float) -> None:
        """As if everything had been done so many days earlier."""
        await self.graph.run(LATER, days=days)


def a_world(**facts: Any) -> World:
    """See School."""
    return World(
        people=(
            person("a"),
            person("b", bridge=True),
            person("c", email="c@example.org", contact_audience="connections"),
            person("d"),
            person("e", bridge=True),
        ),
        accounts=tuple(Account(f"account-{one}", person=one) for one in "abcde"),
        knows=facts.pop("knows", (Knows("a", "b", "2018"), Knows("b", "c"), Knows("b", "d"))),
        **facts,
    )


def kind(answer: httpx.Response) -> tuple[int, str]:
    """The status and what the problem is."""
    return answer.status_code, answer.json()["type"].removeprefix("urn:problem:")
