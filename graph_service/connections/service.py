"""How the viewer is connected with somebody: a few questions to the graph, put together as one answer.

The first one settles whether the viewer may see that person at all, the first and the second degree, and the people
whom both know. Longer routes are looked for only when there is no shorter one. The last question asks what each pair on
the route has in common, and the viewer and that person.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime

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
from graph_service.connections.neighbourhood import GraphNeighbourhood, standing_of
from graph_service.connections.problems import ThatIsYou
from graph_service.connections.queries import DirectConnection, SharedFact
from graph_service.connections.routes import Chain, degree_of, pairs_of
from graph_service.connections.strongest import Budget, strongest_routes
from graph_service.connections.ties import Ties
from graph_service.directory.dates import month_of
from graph_service.directory.names import order_key_of
from graph_service.graph import Graph

BUDGET = Budget()
"""How much may be read for the strongest routes of one answer."""


def today() -> date:
    """The present day, UTC."""
    return datetime.now(UTC).date()


async def connection_with(
    graph: Graph, viewer: Viewer, alumnus_id: str, language: Language, ties: Ties, routes: int
) -> Connection:
    """How the viewer is connected with that person, with so many of the strongest routes.

    Raises ThatIsYou, and AlumnusNotFound for nobody they may see.
    """
    if alumnus_id == viewer.alumnus_id:
        raise ThatIsYou
    found = await queries.connection(
        graph,
        viewer_id=viewer.alumnus_id,
        sees_all=viewer.sees_all,
        alumnus_id=alumnus_id,
        mutual_limit=MUTUAL_SHOWN,
    )
    if found is None:
        raise AlumnusNotFound
    (chain, hops, in_common), strongest = await asyncio.gather(
        _shortest(graph, viewer, found), _strongest(graph, viewer, found, language, ties, routes)
    )
    on_the_way = [one.id for route in (strongest.routes if strongest else ()) for one in route.people]
    await audit(graph, viewer, "connection.read", [found.person.id, *(chain.ids if chain else ()), *on_the_way])
    return _answer(found, chain, hops, in_common, strongest, language)


async def _shortest(
    graph: Graph, viewer: Viewer, found: DirectConnection
) -> tuple[Chain | None, list[CommonGround], CommonGround]:
    chain = await _shortest_chain(graph, viewer, found)
    return chain, *await _grounds(graph, viewer, found, chain)


async def _strongest(
    graph: Graph, viewer: Viewer, found: DirectConnection, language: Language, ties: Ties, k: int
) -> StrongestRoutes | None:
    if k == 0:
        return None
    standing = await standing_of(graph, viewer)
    start, end = order_key_of(found.viewer.id), order_key_of(found.person.id)
    own_tie = (start, end) if found.connected else None
    neighbourhood = GraphNeighbourhood(graph, viewer, ties.numbers.size_cap, standing, own_tie)
    best = await strongest_routes(neighbourhood, ties, start, end, k, end_in_routes=found.in_routes, budget=BUDGET)
    routes, names = await names_for(graph, viewer, best.routes) if best.routes else ([], None)
    stopped = best.stopped_at
    return StrongestRoutes(
        exact=stopped is None,
        stopped_at=stopped,
        budget=getattr(BUDGET, stopped) if stopped else None,
        routes=worded(routes, names, language, viewer.alumnus_id) if names else [],
    )


async def _shortest_chain(graph: Graph, viewer: Viewer, found: DirectConnection) -> Chain | None:
    if found.connected:
        return Chain([found.viewer, found.person], [found.since])
    if found.mutual:
        return Chain([found.viewer, found.mutual[0], found.person], found.mutual_since)
    if not found.in_routes:
        return None
    for question in (queries.shortest_route, queries.longer_route):
        route = await question(graph, viewer_id=viewer.alumnus_id, sees_all=viewer.sees_all, alumnus_id=found.person.id)
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
