"""How the viewer is connected with somebody: a few questions to the graph, put together as one answer.

The first one settles whether the viewer may see that person at all, the first and the second degree, and the people
whom both know. Longer routes are looked for only when there is no shorter one. The last question asks what each pair on
the route has in common, and the viewer and that person.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from graph_service.access.audit import audit
from graph_service.access.problems import AlumnusNotFound
from graph_service.access.viewer import Viewer
from graph_service.connections import queries
from graph_service.connections.answers import names_for, worded
from graph_service.connections.evidence import Language, Shared, Stint, common_ground, evidence_of, summary_of
from graph_service.connections.models import (
    MAX_HOPS,
    MUTUAL_SHOWN,
    CommonGround,
    Connection,
    Hop,
    Route,
    StrongestRoutes,
)
from graph_service.connections.neighbourhood import EndsFound, GraphNeighbourhood, ends_of
from graph_service.connections.problems import ThatIsYou
from graph_service.connections.queries import DirectConnection, SharedFact
from graph_service.connections.routes import Chain, degree_of, pairs_of
from graph_service.connections.strongest import Budget, strongest_routes
from graph_service.connections.ties import Ties
from graph_service.directory.dates import month_of
from graph_service.directory.names import order_key_of
from graph_service.graph import Graph

MEMBERSHIPS_EACH = 30
"""For each person whom the strongest routes may be looked for around, so many memberships of contexts may be read."""


def today() -> date:
    """The present day, UTC."""
    return datetime.now(UTC).date()


async def connection_with(
    graph: Graph, viewer: Viewer, alumnus_id: str, language: Language, ties: Ties, routes: int, budget: int
) -> Connection:
    """How the viewer is connected with that person, with so many of the strongest routes.

    These are looked for around at most `budget` people.
    Raises ThatIsYou, and AlumnusNotFound for nobody they may see.
    """
    if alumnus_id == viewer.alumnus_id:
        raise ThatIsYou
    looked_for = _Looked(graph, viewer, alumnus_id, ties, routes, Budget(budget, MEMBERSHIPS_EACH * budget))
    found, beginning = await asyncio.gather(_directly(graph, viewer, alumnus_id), _beginning(looked_for))
    if found is None:
        raise AlumnusNotFound
    (chain, hops, in_common), strongest = await asyncio.gather(
        _shortest(graph, viewer, found, beginning.standing.close if beginning else None),
        _strongest(looked_for, found, beginning, language),
    )
    on_the_way = [one.id for route in (strongest.routes if strongest else ()) for one in route.people]
    await audit(graph, viewer, "connection.read", [found.person.id, *(chain.ids if chain else ()), *on_the_way])
    return _answer(found, chain, hops, in_common, strongest, language)


async def _shortest(
    graph: Graph, viewer: Viewer, found: DirectConnection, close: list[str] | None
) -> tuple[Chain | None, list[CommonGround], CommonGround]:
    chain = await _shortest_chain(graph, viewer, found, close)
    return chain, *await _grounds(graph, viewer, found, chain)


async def _directly(graph: Graph, viewer: Viewer, alumnus_id: str) -> DirectConnection | None:
    return await queries.connection(
        graph,
        viewer_id=viewer.alumnus_id,
        sees_all=viewer.sees_all,
        alumnus_id=alumnus_id,
        mutual_limit=MUTUAL_SHOWN,
    )


class _Looked(NamedTuple):
    """Who looks for the strongest routes to whom, for how many, and how far."""

    graph: Graph
    viewer: Viewer
    alumnus_id: str
    ties: Ties
    routes: int
    budget: Budget

    @property
    def ends(self) -> tuple[int, int]:
        """The order keys of the two. Raises ValueError when the other id is nobody's."""
        return order_key_of(self.viewer.member_id), order_key_of(self.alumnus_id)


async def _beginning(looked_for: _Looked) -> EndsFound | None:
    """What every search for the strongest routes begins with, which can be read before anything else is known."""
    if looked_for.routes == 0:
        return None
    try:
        ends = looked_for.ends
    except ValueError:
        return None
    return await ends_of(looked_for.graph, looked_for.viewer, ends, looked_for.ties.numbers.size_cap)


async def _strongest(
    looked_for: _Looked, found: DirectConnection, beginning: EndsFound | None, language: Language
) -> StrongestRoutes | None:
    if beginning is None:
        return None
    graph, viewer, _, ties, routes, budget = looked_for
    own_tie = looked_for.ends if found.connected else None
    neighbourhood = GraphNeighbourhood(graph, viewer, ties.numbers.size_cap, beginning, own_tie)
    best = await strongest_routes(neighbourhood, ties, *looked_for.ends, routes, budget, end_in_routes=found.in_routes)
    told, names = await names_for(graph, viewer, best.routes) if best.routes else ([], None)
    stopped = best.stopped_at
    return StrongestRoutes(
        exact=stopped is None,
        stopped_at=stopped,
        budget=getattr(budget, stopped) if stopped else None,
        routes=worded(told, names, language, viewer.alumnus_id) if names else [],
    )


async def _shortest_chain(
    graph: Graph, viewer: Viewer, found: DirectConnection, close: list[str] | None
) -> Chain | None:
    if found.connected:
        return Chain([found.viewer, found.person], [found.since])
    if found.mutual:
        return Chain([found.viewer, found.mutual[0], found.person], found.mutual_since)
    if not found.in_routes:
        return None
    for question in (queries.shortest_route, queries.longer_route):
        route = await question(
            graph, viewer_id=viewer.alumnus_id, sees_all=viewer.sees_all, alumnus_id=found.person.id, close=close
        )
        if route:
            return Chain(route.people, route.since)
    return None


async def _grounds(
    graph: Graph, viewer: Viewer, found: DirectConnection, chain: Chain | None
) -> tuple[list[CommonGround], CommonGround]:
    """What each pair on the route has in common, and the viewer and the other person."""
    steps = pairs_of(chain) if chain else []
    pairs = [*steps, (found.viewer, found.person)]
    facts = await queries.common_ground(
        graph, viewer_id=viewer.alumnus_id, sees_all=viewer.sees_all, pairs=[[a.id, b.id] for a, b in pairs]
    )
    month = month_of(today())
    grounds = [
        common_ground([_shared(fact) for fact in facts if fact.pair == pair], month) for pair in range(len(pairs))
    ]
    return grounds[:-1], grounds[-1]


def _shared(fact: SharedFact) -> Shared:
    stint = Stint(fact.from_a, fact.to_a, bool(fact.current_a), fact.from_b, fact.to_b, bool(fact.current_b))
    return Shared(fact.kind, fact.id, fact.name, fact.name_en, fact.date, stint)


def _answer(
    found: DirectConnection,
    chain: Chain | None,
    grounds: Sequence[CommonGround],
    in_common: CommonGround,
    strongest: StrongestRoutes | None,
    language: Language,
) -> Connection:
    hops = chain.hops if chain else None
    degree = degree_of(hops)
    return Connection(
        person=found.person,
        summary=summary_of(found.person, degree, hops, MAX_HOPS, language),
        degree=degree,
        hops=hops,
        since=found.since,
        mutual_count=found.mutual_count,
        mutual=found.mutual,
        limited=len(found.mutual) < found.mutual_count,
        in_common=in_common,
        route=_route(chain, grounds, found.viewer.id, language) if chain else None,
        strongest=strongest,
    )


def _route(chain: Chain, grounds: Sequence[CommonGround], viewer_id: str, language: Language) -> Route:
    steps = zip(pairs_of(chain), chain.since, grounds, strict=True)
    return Route(
        people=list(chain.people),
        hops=[
            Hop(a=a, b=b, evidence=evidence_of(a, b, since, ground, language=language, viewer_id=viewer_id))
            for (a, b), since, ground in steps
        ],
    )
