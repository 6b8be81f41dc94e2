"""Three people act at the same moment, on real Neo4j: whatever comes first, one consistent end, and fitting answers."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from typing import Any, NamedTuple

import httpx
import pytest

from graph_service.graph import Neo4jGraph
from tests.support import statement
from tests.worlds import Account, Introduce, Knows, World, id_of, load_world, person

ROUNDS = 18
BETWEEN = statement(
    "MATCH (a:Alumnus {id: $a}) MATCH (b:Alumnus {id: $b}) MATCH (c:Alumnus {id: $c}) "
    "RETURN COUNT { (a)-[:KNOWS]-(c) } AS known, "
    "COUNT { (a)-[:BLOCKS]-(b) } + COUNT { (b)-[:BLOCKS]-(c) } + COUNT { (a)-[:BLOCKS]-(c) } AS blocked, "
    "COLLECT { MATCH (a)-[:ASKED]->(one)-[:TOWARDS]->(c) "
    "RETURN one.state + CASE WHEN one.forwarded_at IS NULL THEN '' ELSE ' forwarded' END } AS states",
    "read",
)


class End(NamedTuple):
    """What is between three people afterwards; of a request, its state and whether it was passed on."""

    known: int
    blocked: int
    states: tuple[str, ...]


class Three:
    """`a` has asked `b` for an introduction to `c`, when the world says so; all act at once."""

    def __init__(self, client: httpx.AsyncClient, world: World, number: int) -> None:
        self.client, self.world, self.number = client, world, number

    def id(self, who: str) -> str:
        return self.world.person(f"{who}{self.number}").id

    async def call(self, who: str, method: str, path: str, **kwargs: Any) -> int:
        token = next(one.token for one in self.world.accounts if one.person == f"{who}{self.number}")
        answer = await self.client.request(method, f"/v1{path}", headers={"Authorization": f"Bearer {token}"}, **kwargs)
        return answer.status_code

    async def act(self, what: str) -> int:
        """`a withdraw`, `b block a` and so on."""
        who, step, *whom = what.split()
        if step == "ask":
            return await self.call(
                who, "POST", "/introductions", json={"introducer": self.id("b"), "target": self.id("c")}
            )
        if step == "block":
            return await self.call(who, "PUT", f"/me/blocks/{self.id(whom[0])}")
        if step == "hide":
            return await self.call(who, "PATCH", "/me", json={"listed": "nobody"})
        request_id = id_of("IntroductionRequest", f"r{self.number}")
        return await self.call(who, "POST", f"/introductions/requests/{request_id}/{step}")


class Race(NamedTuple):
    """What is done at once, what has been done before, and every end that is right with what each was told."""

    acts: tuple[str, ...]
    right: Callable[[End, list[int]], bool]
    before: str | None = "forwarded"


def ends(*allowed: tuple[str, list[int]]) -> Callable[[End, list[int]], bool]:
    """One of these states with these answers."""
    return lambda end, told: any(end.states == (state,) and told == answers for state, answers in allowed)


RACES = {
    "forward or withdraw": Race(
        ("b forward", "a withdraw"),
        ends(("withdrawn forwarded", [200, 200]), ("withdrawn", [409, 200])),
        "asked",
    ),
    "forward or decline": Race(
        ("b forward", "b decline"), ends(("open forwarded", [200, 409]), ("declined", [409, 200])), "asked"
    ),
    "forward or accept": Race(
        ("b forward", "c accept"), ends(("accepted forwarded", [200, 200]), ("open forwarded", [200, 404])), "asked"
    ),
    "forward or be blocked": Race(
        ("b forward", "c block b"), ends(("declined forwarded", [200, 204]), ("declined", [404, 204])), "asked"
    ),
    "forward or hide": Race(
        ("b forward", "c hide"), ends(("open forwarded", [200, 200]), ("open", [404, 200])), "asked"
    ),
    "accept or withdraw": Race(
        ("c accept", "a withdraw"), ends(("accepted forwarded", [200, 409]), ("withdrawn forwarded", [409, 200]))
    ),
    "accept or decline": Race(
        ("c accept", "c decline"), ends(("accepted forwarded", [200, 409]), ("declined forwarded", [409, 200]))
    ),
    "accept three times": Race(("c accept", "c accept", "c accept"), ends(("accepted forwarded", [200, 200, 200]))),
    "accept or be blocked by the one who asked": Race(
        ("c accept", "a block c"), ends(("accepted forwarded", [200, 204]), ("withdrawn forwarded", [404, 204]))
    ),
    "accept, or the one in the middle blocks the one who asked": Race(
        ("c accept", "b block a"), ends(("accepted forwarded", [200, 204]), ("withdrawn forwarded", [409, 204]))
    ),
    "accept or block the one in the middle": Race(
        ("c accept", "c block b"), ends(("accepted forwarded", [200, 204]), ("declined forwarded", [404, 204]))
    ),
    "ask three times": Race(
        ("a ask", "a ask", "a ask"),
        lambda end, told: end.states == ("open",) and sorted(told) == [201, 409, 409],
        None,
    ),
    "ask or be blocked": Race(
        ("a ask", "b block a"),
        lambda end, told: (end.states, told) in ((("withdrawn",), [201, 204]), ((), [404, 204])),
        None,
    ),
    "everything at once": Race(
        ("b forward", "c accept", "a withdraw", "b decline", "c decline", "a block b"),
        lambda end, told: end.blocked == 1 and told[5] == 204 and all(one in (200, 404, 409) for one in told[:5]),
        "asked",
    ),
}


@pytest.mark.parametrize("name", RACES)
async def test_whatever_comes_first_the_end_is_consistent(
    name: str, graph: Neo4jGraph, client: httpx.AsyncClient
) -> None:
    race = RACES[name]
    world = a_world(race)
    await load_world(graph, world)
    order = random.Random(name)
    for number in range(ROUNDS):
        three = Three(client, world, number)
        told = await at_once(three, race.acts, order)
        (row,) = await graph.run(BETWEEN, a=three.id("a"), b=three.id("b"), c=three.id("c"))
        end = End(row["known"], row["blocked"], tuple(row["states"]))
        assert end.known == end.states.count("accepted forwarded"), "connected if and only if it was accepted"
        assert race.right(end, told), (end, told)


async def at_once(three: Three, acts: tuple[str, ...], order: random.Random) -> list[int]:
    """What each was told; they start in another order, and a few turns of the event loop apart, each time."""

    async def act(what: str, turns: int) -> int:
        for _ in range(turns):
            await asyncio.sleep(0)
        return await three.act(what)

    started: dict[int, asyncio.Task[int]] = {}
    for index in order.sample(range(len(acts)), len(acts)):
        started[index] = asyncio.create_task(act(acts[index], order.randrange(12)))
    return [await started[index] for index in range(len(acts))]


def a_world(race: Race) -> World:
    """As many threes as there are rounds."""
    threes = [tuple(f"{who}{number}" for who in "abc") for number in range(ROUNDS)]
    everybody = [handle for three in threes for handle in three]
    passed = race.before == "forwarded"
    requests = tuple(Introduce(f"r{number}", *three, passed=passed) for number, three in enumerate(threes))
    return World(
        people=tuple(person(one, bridge=one.startswith("b")) for one in everybody),
        accounts=tuple(Account(one, person=one) for one in everybody),
        introductions=requests if race.before else (),
        knows=tuple(Knows(three[1], one) for three in threes for one in (three[0], three[2])),
    )
