"""Two people act at the same moment, on real Neo4j: whatever comes first, one consistent state, and fitting answers."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from typing import Any, NamedTuple

import httpx
import pytest

from graph_service.graph import Neo4jGraph
from tests.support import statement
from tests.worlds import Account, Asked, Knows, World, id_of, load_world, person

ROUNDS = 26
BETWEEN = statement(
    "MATCH (a:Alumnus {id: $a}) MATCH (b:Alumnus {id: $b}) "
    "RETURN COUNT { (a)-[:KNOWS]-(b) } AS known, COUNT { (a)-[:BLOCKS]-(b) } AS blocked, "
    "COLLECT { MATCH (a)-[:SENT|TO]-(one:ConnectionRequest)-[:SENT|TO]-(b) RETURN one.state } AS states",
    "read",
)


class State(NamedTuple):
    """What is between two people."""

    known: int
    blocked: int
    states: tuple[str, ...]


class Pair:
    """Two people who act at once; `a` has asked `b` when the world says so."""

    def __init__(self, client: httpx.AsyncClient, world: World, number: int) -> None:
        self.client, self.world, self.number = client, world, number

    def id(self, who: str) -> str:
        return self.world.person(f"{who}{self.number}").id

    async def call(self, who: str, method: str, path: str, **kwargs: Any) -> int:
        token = next(one.token for one in self.world.accounts if one.person == f"{who}{self.number}")
        answer = await self.client.request(method, f"/v1{path}", headers={"Authorization": f"Bearer {token}"}, **kwargs)
        return answer.status_code

    async def act(self, who: str, what: str) -> int:
        other = self.id("b" if who == "a" else "a")
        if what == "ask":
            return await self.call(who, "POST", "/connection-requests", json={"to": other})
        if what == "block":
            return await self.call(who, "PUT", f"/me/blocks/{other}")
        if what == "remove":
            return await self.call(who, "DELETE", f"/connections/{other}")
        request_id = id_of("ConnectionRequest", f"r{self.number}")
        return await self.call(who, "POST", f"/connection-requests/{request_id}/{what}")


class Race(NamedTuple):
    """What each does, whether there is a request or a connection before, and every end that is right."""

    acts: tuple[tuple[str, str], ...]
    right: Callable[[State, list[int]], bool]
    requested: bool = True
    connected: bool = False


def once(state: State) -> bool:
    """Nobody is connected twice, and not more than one request waits."""
    return state.known <= 1 and state.states.count("pending") <= 1


RACES = {
    "accept or withdraw": Race(
        (("b", "accept"), ("a", "withdraw")),
        lambda end, told: (
            (end.known, end.states, told) in ((1, ("accepted",), [200, 409]), (0, ("withdrawn",), [409, 200]))
        ),
    ),
    "accept or decline": Race(
        (("b", "accept"), ("b", "decline")),
        lambda end, told: (
            (end.known, end.states, told) in ((1, ("accepted",), [200, 409]), (0, ("declined",), [409, 200]))
        ),
    ),
    "accept twice": Race(
        (("b", "accept"), ("b", "accept"), ("b", "accept")),
        lambda end, told: (end.known, end.states, told) == (1, ("accepted",), [200, 200, 200]),
    ),
    "accept or be blocked": Race(
        (("b", "accept"), ("a", "block")),
        lambda end, told: (
            end.blocked == 1
            and (end.known, end.states, told) in ((1, ("accepted",), [200, 204]), (0, ("withdrawn",), [404, 204]))
        ),
    ),
    "accept or block": Race(
        (("b", "accept"), ("b", "block")),
        lambda end, told: (
            end.blocked == 1
            and (end.known, end.states, told) in ((1, ("accepted",), [200, 204]), (0, ("withdrawn",), [404, 204]))
        ),
    ),
    "ask each other": Race(
        (("a", "ask"), ("b", "ask")),
        lambda end, told: (end.known, end.states, sorted(told)) == (0, ("pending",), [201, 409]),
        requested=False,
    ),
    "ask three times": Race(
        (("a", "ask"), ("a", "ask"), ("a", "ask")),
        lambda end, told: (end.known, end.states, sorted(told)) == (0, ("pending",), [201, 409, 409]),
        requested=False,
    ),
    "ask or be blocked": Race(
        (("a", "ask"), ("b", "block")),
        lambda end, told: end.blocked == 1 and (end.states, told) in ((("withdrawn",), [201, 204]), ((), [404, 204])),
        requested=False,
    ),
    "accept or remove": Race(
        (("b", "accept"), ("a", "remove")),
        lambda end, told: end.known in (0, 1) and (end.states, told) == (("accepted",), [200, 204]),
    ),
    "remove twice and ask": Race(
        (("a", "remove"), ("b", "remove"), ("b", "ask")),
        lambda end, told: (
            end.known == 0 and (end.states, told) in (((), [204, 204, 409]), (("pending",), [204, 204, 201]))
        ),
        requested=False,
        connected=True,
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
        pair = Pair(client, world, number)
        told = await at_once(pair, race.acts, order)
        (row,) = await graph.run(BETWEEN, a=pair.id("a"), b=pair.id("b"))
        end = State(row["known"], row["blocked"], tuple(row["states"]))
        assert once(end)
        assert race.right(end, told), (end, told)


async def at_once(pair: Pair, acts: tuple[tuple[str, str], ...], order: random.Random) -> list[int]:
    """What each was told; they start in another order, and a few turns of the event loop apart, each time."""

    async def act(who: str, what: str, turns: int) -> int:
        for _ in range(turns):
            await asyncio.sleep(0)
        return await pair.act(who, what)

    started: dict[int, asyncio.Task[int]] = {}
    for index in order.sample(range(len(acts)), len(acts)):
        started[index] = asyncio.create_task(act(*acts[index], order.randrange(12)))
    return [await started[index] for index in range(len(acts))]


def a_world(race: Race) -> World:
    """As many pairs as there are rounds."""
    handles = [(f"a{number}", f"b{number}") for number in range(ROUNDS)]
    both = [handle for pair in handles for handle in pair]
    return World(
        people=tuple(map(person, both)),
        accounts=tuple(Account(handle, person=handle) for handle in both),
        requests=tuple(Asked(f"r{number}", *pair) for number, pair in enumerate(handles)) if race.requested else (),
        knows=tuple(Knows(*pair) for pair in handles) if race.connected else (),
    )
