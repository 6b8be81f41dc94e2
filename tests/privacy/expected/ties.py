"""Ties and the strongest routes, worked out plainly: every route of at most four hops is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from itertools import combinations, pairwise
from typing import Any

import networkx as nx

from tests.privacy.seen import Seen
from tests.worlds import Job, Person, Stay, World, id_of, month_span

BASES = {"cohort": 0.5, "employer": 0.7, "event": 0.3, "group": 0.25}
KNOWS, FULL_SIZE, HALF_LIFE, HALF_OVERLAP, UNKNOWN, LONGEST = 0.8, 10, 10, 12, 10, 4
DECIMALS = 4
MOST = 5


def this_month() -> int:
    """The present month's number."""
    today = datetime.now(UTC)
    return today.year * 12 + today.month - 1


def told(route: Mapping[str, Any]) -> dict[str, Any]:
    """What an answer says of a route, without sentences."""
    return {
        "people": [one["id"] for one in route["people"]],
        "strength": route["strength"],
        "hops": [
            (hop["strength"], [(one["kind"], one["id"], one["months"], one["strength"]) for one in hop["evidence"]])
            for hop in route["hops"]
        ],
    }


def strong_routes(seen: Seen, other: Person, k: int, *, staff: bool) -> list[dict[str, Any]]:
    """The k strongest routes from the viewer to that person."""
    assert seen.viewer is not None
    graph, ways_to = _from(seen.world, seen.viewer, staff)
    ids = {one.handle: one.id for one in seen.world.people}
    return [
        {
            "people": [ids[one] for one in way],
            "strength": round(strength, DECIMALS),
            "hops": [_hop(graph.edges[a, b]) for a, b in pairwise(way)],
        }
        for strength, way in ways_to.get(other.handle, ())[:k]
    ]


def _hop(tie: Mapping[str, Any]) -> tuple[float, list[tuple[Any, ...]]]:
    evidence = [(kind, thing, months, round(part, DECIMALS)) for kind, thing, months, part in tie["why"]]
    return round(tie["strength"], DECIMALS), evidence


@lru_cache(maxsize=8)
def _from(world: World, viewer: str, staff: bool) -> tuple[nx.Graph[str], Mapping[str, list[tuple[float, list[str]]]]]:
    """The ties of a world, and for everybody the best ways there of all."""
    graph = tie_graph(Seen(world, viewer), staff=staff)
    ids = {one.handle: one.id for one in world.people}
    ways: dict[str, list[tuple[float, int, list[str], list[str]]]] = {}
    going: list[tuple[float, list[str]]] = [(1.0, [viewer])]
    while going:
        strength, way = going.pop()
        for other, tie in graph.adj[way[-1]].items():
            if other not in way:
                further, there = strength * tie["strength"], [*way, other]
                best = ways.setdefault(other, [])
                best.append((-round(further, 9), len(there), [ids[one] for one in there], there))
                if len(best) > 200:
                    del sorted_in_place(best)[MOST:]
                if len(there) <= LONGEST:
                    going.append((further, there))
    return graph, {other: [(-one[0], one[3]) for one in sorted_in_place(best)[:MOST]] for other, best in ways.items()}


def sorted_in_place(ways: list[Any]) -> list[Any]:
    """The same list, in order."""
    ways.sort()
    return ways


def tie_graph(seen: Seen, *, staff: bool) -> nx.Graph[str]:
    """Every tie that may be on a route; those who hide connections are tied to the viewer alone."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(seen.people)
    apart = set() if staff else set(seen.world.ends_only)
    for a, b in combinations(seen.people.values(), 2):
        if seen.viewer in (a.handle, b.handle) or not {a.handle, b.handle} & apart:
            why = evidence(seen, a, b, staff=staff)
            if why:
                rest = 1.0
                for _, _, _, strength in why:
                    rest *= 1 - strength
                graph.add_edge(a.handle, b.handle, strength=1 - rest, why=why)
    return graph


def evidence(seen: Seen, a: Person, b: Person, *, staff: bool) -> list[tuple[str, str | None, int | None, float]]:
    """Kind, id, months and strength of each piece of evidence, in the order that answers have."""
    found: list[tuple[str, str | None, int | None, float]] = []
    for kind, label in (("cohort", "Cohort"), ("event", "Event"), ("group", "Group")):
        for where in {one.where for one in _stays(a, kind)} & {one.where for one in _stays(b, kind)}:
            last = min(_last(seen, a, kind, where), _last(seen, b, kind, where))
            found.append((kind, id_of(label, where), None, BASES[kind] * _less(seen, kind, where, last, staff=staff)))
    for where in {one.employer for one in a.jobs} & {one.employer for one in b.jobs}:
        together = _months(a.jobs, where) & _months(b.jobs, where)
        if together:
            less = _less(seen, "employer", where, max(together), staff=staff)
            strength = BASES["employer"] * less * len(together) / (len(together) + HALF_OVERLAP)
            found.append(("employer", id_of("Employer", where), len(together), strength))
    found.sort(key=lambda one: (-round(one[3], 9), one[0], one[1] or ""))
    known = [("knows", None, None, KNOWS)] if seen.graph.has_edge(a.handle, b.handle) else []
    return [*known, *found]


def _stays(one: Person, kind: str) -> tuple[Stay, ...]:
    return {"cohort": one.cohorts, "event": one.events, "group": one.groups}[kind]


def _less(seen: Seen, kind: str, where: str, last: int, *, staff: bool) -> float:
    size = max(2, _size(seen, kind, where, staff=staff))
    years = max(0, this_month() - last) / 12
    return min(1.0, (FULL_SIZE / size) ** 0.5) * 2 ** -(years / HALF_LIFE)


def _size(seen: Seen, kind: str, where: str, *, staff: bool) -> int:
    return sum(
        where
        in ({held.employer for held in one.jobs} if kind == "employer" else {stay.where for stay in _stays(one, kind)})
        for one in seen.world.people
        if not staff or seen.world.listed(one) == "members"
    )


def _last(seen: Seen, one: Person, kind: str, where: str) -> int:
    spans = [month_span(stay.since, stay.until)[1] for stay in _stays(one, kind) if stay.where == where]
    known: Iterable[int | None]
    if kind == "cohort":
        (graduation,) = (cohort.graduation_year * 12 + 5 for cohort in seen.world.cohorts if cohort.handle == where)
        known = [graduation if last is None else last for last in spans]
    elif kind == "event":
        known = [month_span(event.date, None)[0] for event in seen.world.events if event.handle == where]
    else:
        known = [this_month() if last is None else last for last in spans]
    months = [month for month in known if month is not None]
    return max(months) if months else this_month() - 12 * UNKNOWN


def _months(jobs: Iterable[Job], where: str) -> set[int]:
    months: set[int] = set()
    for held in jobs:
        first, last = month_span(held.since, held.until)
        if held.employer == where and first is not None:
            end = this_month() if held.current else first if last is None else min(last, this_month())
            months |= set(range(first, end + 1))
    return months
