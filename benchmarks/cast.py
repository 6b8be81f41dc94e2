"""Who asks, and about whom and what: drawn from the graph, the same ones for the same seed."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from graph_service.access import queries as access
from graph_service.graph import Graph, Statement
from graph_service.graph.statements import parse_statement

TYPICAL_VIEWERS = 50
HUBS = 20
PROFILES = 2_000
LARGEST_EMPLOYERS = 10
LARGEST_INDUSTRIES = 10
STEPS_EACH = 8
FRIENDS_SEEN = 200
TOKEN_S = 24 * 3600
NAMESPACE = uuid.UUID("0d5a1e4e-57c6-4b2f-8c0f-6a0c1f1b9a77")


@cache
def statements() -> Mapping[str, Statement]:
    """The benchmark's own statements by name."""
    files = sorted((Path(__file__).parent / "cypher").glob("*.cypher"))
    parsed = [parse_statement("benchmarks", file.name, file.read_text("utf-8"), {}) for file in files]
    return {statement.name: statement for statement in parsed}


class Member(NamedTuple):
    """Somebody who asks: a person in the graph and their token."""

    id: str
    token: str

    def headers(self) -> dict[str, str]:
        """What a request of theirs carries."""
        return {"Authorization": f"Bearer {self.token}"}


class Profile(NamedTuple):
    """Somebody who is asked about; everybody may see them."""

    id: str
    name: str
    pinyin: str | None
    initials: str | None
    job: Mapping[str, Any] | None
    city: str | None
    cohort: Mapping[str, Any] | None
    skill: str | None
    skill_id: str | None


@dataclass(frozen=True)
class Cast:
    """Everybody and everything that questions are about.

    `walks` has, for each viewer, people found two and three steps away by walking at random; they may be nearer by
    another way.
    """

    size: Mapping[str, int]
    viewers: Sequence[Member]
    hubs: Sequence[Member]
    profiles: Sequence[Profile]
    largest_employers: Sequence[str]
    largest_industries: Sequence[str]
    walks: Mapping[str, Mapping[int, Sequence[str]]]

    def employed(self) -> list[Profile]:
        """Those with a job and a place."""
        return [one for one in self.profiles if one.job and one.city]


async def cast_of(
    graph: Graph, keys: Sequence[str], seed: int, *, viewers: int = TYPICAL_VIEWERS, hubs: int = HUBS
) -> Cast:
    """The cast of the school with these keys."""
    random = Random(seed)
    chosen = random.sample(keys, min(PROFILES + 2 * viewers, len(keys)))
    people = [Profile(**row) for row in await graph.run(statements()["profiles"], keys=chosen)]
    random.shuffle(people)
    asking = [await member_of(graph, one.id) for one in people[:viewers]]
    best = await graph.run(statements()["best_connected"], limit=hubs)
    connected = [await member_of(graph, row["id"]) for row in best]
    employers = await graph.run(statements()["largest_employers"], limit=LARGEST_EMPLOYERS)
    industries = await graph.run(statements()["largest_industries"], limit=LARGEST_INDUSTRIES)
    return Cast(
        size=(await graph.run(statements()["size"]))[0],
        viewers=asking,
        hubs=connected,
        profiles=people,
        largest_employers=[row["id"] for row in employers],
        largest_industries=[row["code"] for row in industries],
        walks={one.id: await _walks(graph, one.id, random) for one in asking},
    )


async def _walks(graph: Graph, start: str, random: Random) -> dict[int, list[str]]:
    """People two and three steps away."""
    reached, here = {}, [start]
    for step in (1, 2, 3):
        known = await graph.run(statements()["friends"], ids=here, limit=FRIENDS_SEEN)
        beyond = sorted({friend for row in known for friend in row["friends"]} - {start})
        here = random.sample(beyond, min(STEPS_EACH, len(beyond)))
        reached[step] = here
    return {2: reached[2], 3: reached[3]}


async def member_of(graph: Graph, alumnus_id: str) -> Member:
    """That person with a token of an account that nobody can sign in to by password."""
    name = f"benchmark-{alumnus_id}"
    account = await access.account(graph, name=name)
    account_id = account.id if account else str(uuid.uuid5(NAMESPACE, name))
    if account is None:
        await access.add_account(graph, account_id=account_id, name=name, password_hash="", role="alumnus")
        await access.link_account(graph, name=name, alumnus_id=alumnus_id)
    token = uuid.uuid4().hex
    digest = hashlib.sha256(token.encode()).hexdigest()
    await access.issue_token(graph, account_id=account_id, token_hash=digest, seconds=TOKEN_S)
    return Member(alumnus_id, token)
