"""A few people and accounts for the tests of this room, and quick ways to look at them in the graph."""

from __future__ import annotations

from typing import Any

import httpx
from argon2 import PasswordHasher

from graph_service.access import accounts
from graph_service.access.passwords import Passwords
from graph_service.access.queries import Account
from graph_service.access.viewer import Role
from graph_service.directory.names import order_key_of
from graph_service.graph import Graph
from tests.support import stable_id, statement

QUICK = Passwords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
"""Hashes that cost nothing: what they cost is not what these tests are about."""

PASSWORD = "correct horse battery"

ADD = statement("UNWIND $people AS one CREATE (person:Alumnus) SET person = one")
PROPERTIES = statement("MATCH (n:Alumnus {id: $id}) RETURN properties(n) AS properties, labels(n) AS labels", "read")
KNOW = statement("MATCH (a:Alumnus {id: $a}), (b:Alumnus {id: $b}) CREATE (a)-[:KNOWS]->(b)")
DEFAULTS = statement(
    "MERGE (school:School {key: 'school'}) SET school.default_listed = $listed, "
    "school.default_show_connections = $show_connections"
)


async def add_people(graph: Graph, *handles: str, **properties: Any) -> None:
    """People named as their handles, with these properties; their ids are `stable_id(handle)`."""
    people = [
        {"id": stable_id(one), "order_key": order_key_of(stable_id(one)), "key": one, "name": one.title(), **properties}
        for one in handles
    ]
    await graph.run(ADD, people=people)


async def add_account(graph: Graph, name: str, role: Role = Role.ALUMNUS, person: str | None = None) -> Account:
    """An account with the password PASSWORD, for the person of that handle."""
    return await accounts.add_account(graph, name, PASSWORD, role, key_or_id=person, passwords=QUICK)


async def labels_of(graph: Graph, handle: str) -> set[str]:
    """The state labels of a person."""
    [row] = await graph.run(PROPERTIES, id=stable_id(handle))
    return set(row["labels"]) - {"Alumnus"}


async def properties_of(graph: Graph, handle: str) -> dict[str, Any]:
    """What the graph holds of a person."""
    [row] = await graph.run(PROPERTIES, id=stable_id(handle))
    return row["properties"]


async def token(client: httpx.AsyncClient, name: str, password: str = PASSWORD) -> dict[str, str]:
    """Headers with a token that was asked for with that name and password."""
    answer = await client.post("/v1/tokens", json={"name": name, "password": password})
    assert answer.status_code == 201, answer.text
    return {"Authorization": f"Bearer {answer.json()['token']}"}
