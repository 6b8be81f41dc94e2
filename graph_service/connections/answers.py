"""The strongest routes as an answer: names and sentences for what the search found as ids and months."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from graph_service.access.viewer import Viewer
from graph_service.connections import queries, strongest
from graph_service.connections.evidence import Language, sentence_of
from graph_service.connections.models import Evidence, Person, StrongHop, StrongRoute
from graph_service.connections.neighbourhood import ids_by_kind
from graph_service.connections.ties import Tie, TieEvidence
from graph_service.directory.dates import month_text
from graph_service.directory.names import order_key_of
from graph_service.graph import Graph

DECIMALS = 4

Pair = tuple[str, str]


class TiedPeople(NamedTuple):
    """Some people in a row, each tied to the next."""

    people: Sequence[str]
    ties: Sequence[Tie]
    strength: float


class Names(NamedTuple):
    """What people and contexts are called, when events were, and since when pairs know each other."""

    people: Mapping[str, Person]
    contexts: Mapping[str, str]
    dates: Mapping[str, str | None]
    since: Mapping[frozenset[str], str | None]


async def names_for(
    graph: Graph, viewer: Viewer, found: Sequence[strongest.StrongRoute]
) -> tuple[list[TiedPeople], Names]:
    """These routes by the ids of their people, and the names of everybody and everything on them.

    One on which somebody has gone meanwhile is left out.
    """
    hops = [hop for route in found for hop in zip(pairwise(route.people), route.ties, strict=True)]
    pieces = [piece for _, tie in hops for piece in tie.evidence]
    told = await queries.names_on_routes(
        graph,
        viewer_id=viewer.alumnus_id,
        sees_all=viewer.sees_all,
        people=list(dict.fromkeys(one for route in found for one in route.people)),
        pairs=[[a, b] for (a, b), tie in hops if any(piece.kind == "knows" for piece in tie.evidence)],
        **ids_by_kind((piece.kind, piece.context) for piece in pieces if piece.kind != "knows" and piece.context),
    )
    on_the_way = {one for route in found for one in route.people}
    named = [row for row in told.named if row.with_id is None]
    people = {key: row for row in named if (key := order_key_of(row.id)) in on_the_way}
    routes = [
        TiedPeople([people[one].id for one in route.people], route.ties, route.strength)
        for route in found
        if all(one in people for one in route.people)
    ]
    return routes, Names(
        {one.id: Person(id=one.id, name=one.name or "", name_latin=one.name_latin) for one in people.values()},
        {row.id: row.name or "" for row in named},
        {row.id: row.date for row in named},
        {frozenset((row.id, row.with_id)): row.date for row in told.named if row.with_id is not None},
    )


def worded(routes: Iterable[TiedPeople], names: Names, language: Language, viewer_id: str | None) -> list[StrongRoute]:
    """The routes in names and sentences."""
    return [
        StrongRoute(
            people=[names.people[one] for one in route.people],
            strength=as_told(route.strength),
            hops=[
                hop_of(names, a, b, tie, language, viewer_id)
                for (a, b), tie in zip(pairwise(route.people), route.ties, strict=True)
            ],
        )
        for route in routes
    ]


def as_told(strength: float) -> float:
    """A strength with four decimals; one that is too weak for these with its first digit, since it is never nothing.

    >>> as_told(0.123456), as_told(0.0000234)
    (0.1235, 2e-05)
    """
    return round(strength, DECIMALS) or float(f"{strength:.1g}")


def hop_of(names: Names, a: str, b: str, tie: Tie, language: Language, viewer_id: str | None) -> StrongHop:
    """A tie of two people with its evidence in words."""
    one, other = names.people[a], names.people[b]
    return StrongHop(
        a=one,
        b=other,
        strength=as_told(tie.strength),
        evidence=[_evidence(names, one, other, piece, language, viewer_id) for piece in tie.evidence],
    )


def _evidence(
    names: Names, a: Person, b: Person, piece: TieEvidence, language: Language, viewer_id: str | None
) -> Evidence:
    since = until = None
    if piece.kind == "knows":
        since = names.since.get(frozenset((a.id, b.id)))
    elif piece.kind == "event":
        since = names.dates.get(piece.context or "")
    elif piece.first is not None:
        since, until = month_text(piece.first), None if piece.still else month_text(piece.last or piece.first)
    told = Evidence(
        kind=piece.kind,
        id=piece.context,
        since=since,
        until=until,
        months=piece.months,
        strength=as_told(piece.strength),
        text="",
    )
    name = names.contexts.get(piece.context or "", "")
    return told.model_copy(update={"text": sentence_of(a, b, told, name, language=language, viewer_id=viewer_id or "")})
