"""Who could introduce the viewer to somebody there: a few questions to the graph, put together and ranked.

First: what is asked for, who could introduce the viewer, and what the viewer belongs to. Then, for the best of them,
what they belong to. Last: who is there whom one of them knows or shares something with. That is found from either side,
from the bridges or from those who are there, whichever has fewer people; both find the same. How strong a tie is and
which pair comes first is worked out here, in `scoring`, from what the graph holds.

Introductions are between members: staff who are alumni see no more here than others.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from graph_service.access.audit import audit
from graph_service.access.problems import AlumnusNotFound
from graph_service.access.viewer import Viewer
from graph_service.connections import queries as connections_queries
from graph_service.connections.answers import Names, hop_of
from graph_service.connections.evidence import Language
from graph_service.connections.models import Person
from graph_service.connections.neighbourhood import ids_by_kind, loosened, ties_of
from graph_service.connections.problems import AlreadyConnected, ThatIsYou
from graph_service.connections.ties import Context, Period, rounded
from graph_service.directory.problems import UnknownFilterValue
from graph_service.graph import Graph
from graph_service.introductions import queries
from graph_service.introductions.models import (
    Budget,
    Destination,
    Factors,
    Introduction,
    Introductions,
    Kind,
    Rule,
    There,
)
from graph_service.introductions.queries import FoundBridge, FoundTarget, Goal, Membership, ShownTarget, TimeThere
from graph_service.introductions.scoring import (
    Bridge,
    Scored,
    Scoring,
    Stay,
    Target,
    Times,
    Weights,
    arithmetic,
)
from graph_service.introductions.words import summary_of
from graph_service.settings import Settings

FEW_THERE = 200
"""Up to about this many people at what is asked for, they are looked at one by one."""
FEW_KNOWN = 1000
"""Up to so many people whom the viewer knows are read before it is asked who of those there is none of them."""
MOST_LISTED = 30_000
"""Up to about this many, all who are there are read before it is asked who of them is around the bridges; beyond that,
each person around the bridges is asked whether they are there."""
MOST_BRIDGES = 3000
"""So many bridges are ranked; nobody has more in contexts that make ties, and others who know the viewer are equal."""


class Material(NamedTuple):
    """Who could introduce the viewer, the best first, and all that is known of them."""

    scoring: Scoring
    bridges: Sequence[Bridge]
    times: Mapping[str, Times]
    names: Names
    met: int


async def introductions_to(
    graph: Graph,
    viewer: Viewer,
    kind: Kind,
    asked: str,
    settings: Settings,
    now: datetime,
    language: Language,
    limit: int,
) -> Introductions:
    """Who could introduce the viewer to somebody there, the best pairs first.

    Raises ThatIsYou, AlumnusNotFound and AlreadyConnected for a person, UnknownFilterValue for anything else.
    """
    if kind == "alumnus" and asked == viewer.alumnus_id:
        raise ThatIsYou(errors=[("query.alumnus", "is your own id")])
    goal, material = await asyncio.gather(
        queries.destination(graph, viewer_id=viewer.alumnus_id, sees_all=False, kind=kind, asked=asked),
        _material(graph, viewer, settings, now),
    )
    if goal is None:
        raise AlumnusNotFound if kind == "alumnus" else UnknownFilterValue([(kind, asked)])
    if goal.connected:
        raise AlreadyConnected
    there = await _targets(graph, viewer, kind, goal, material, settings)
    best, found = material.scoring.best_pairs(material.bridges, material.times, map(_target, there.targets), limit)
    told = await _told(graph, viewer, kind, goal, best)
    shown = [one for one in best if one.target.id in told]
    names = _with_ends(material.names, goal.viewer, told.values())
    await audit(
        graph, viewer, "introductions.read", [one for pair in shown for one in (pair.bridge.id, pair.target.id)]
    )
    return Introductions(
        destination=Destination(kind=kind, id=goal.id, name=goal.name, name_en=goal.name_en),
        items=[
            _introduction(one, material, names, told[one.target.id].times, kind, viewer, settings, language)
            for one in shown
        ],
        found=found,
        limited=found > limit,
        budgets=_budgets(material, there.met, settings),
        rule=_rule(settings),
    )


# --- from the graph ---------------------------------------------------------------------------------------------------
async def _material(graph: Graph, viewer: Viewer, settings: Settings, now: datetime) -> Material:
    """The best bridges of the viewer and what they belong to."""
    own, size_cap = viewer.member_id, settings.tie_size_cap
    sizes, near = await asyncio.gather(size_changes(graph, own), _near(graph, own, settings, now, size_cap))
    if loosened(size_cap, sizes) > size_cap:
        # Some contexts are smaller for this viewer than for others: more of them make ties.
        size_cap = loosened(size_cap, sizes)
        near = await _near(graph, own, settings, now, size_cap)
    found, own_contexts = near
    mine = own_contexts.contexts
    scoring = scoring_of(settings, now, mine, sizes)
    times = times_of(mine)[own]
    ties = [(one, scoring.tie(one.knows, times, _shared(one.shared))) for one in found.bridges]
    tied = [Bridge(one.id, tie, one.steps) for one, tie in ties if tie]
    best = scoring.best_bridges(tied, settings.introduction_bridges)
    chosen = [one.id for one in best]
    read = await queries.memberships(graph, viewer_id=own, sees_all=False, ids=chosen, size_cap=size_cap)
    theirs, by_id = read.contexts, {one.id: one for one in found.bridges}
    names = _names([by_id[one] for one in chosen], own, [*mine, *theirs])
    # Whoever was not even read knows the viewer, and so has a tie.
    met = len(tied) + found.met - len(found.bridges)
    return Material(scoring_of(settings, now, [*mine, *theirs], sizes), best, times_of(theirs), names, met)


async def _near(
    graph: Graph, own: str, settings: Settings, now: datetime, size_cap: int
) -> tuple[queries.BridgesFound, queries.MembershipsFound]:
    """Everybody who could introduce the viewer, and what the viewer belongs to, in contexts of up to so many people."""
    return await asyncio.gather(
        queries.bridges(
            graph,
            viewer_id=own,
            sees_all=False,
            size_cap=size_cap,
            asked_after=now - timedelta(days=settings.introduction_load_days),
            load_step=settings.introduction_load_step,
            most=max(MOST_BRIDGES, settings.introduction_bridges),
        ),
        queries.memberships(graph, viewer_id=own, sees_all=False, ids=[own], size_cap=size_cap),
    )


async def _targets(
    graph: Graph, viewer: Viewer, kind: Kind, goal: Goal, material: Material, settings: Settings
) -> queries.TargetsFound:
    if not material.bridges:
        return queries.TargetsFound(targets=[], met=0)
    contexts = material.scoring.contexts
    of_bridges = {one for bridge in material.bridges for one in material.times[bridge.id] if one in contexts}
    ids = ids_by_kind((contexts[one].kind, one) for one in sorted(of_bridges))
    listed = kind != "alumnus" and goal.reach <= MOST_LISTED
    by_bridges = partial(queries.targets_by_bridges, listed=listed)
    ask = queries.targets_there if goal.reach <= FEW_THERE else by_bridges
    return await ask(
        graph,
        viewer_id=viewer.alumnus_id,
        few_known=FEW_KNOWN,
        bridges=[one.id for one in material.bridges],
        kind=kind,
        there=goal.ids,
        most=settings.introduction_targets,
        cohorts=ids["cohorts"],
        employers=ids["employers"],
        events=ids["events"],
        groups=ids["groups"],
    )


async def _told(
    graph: Graph, viewer: Viewer, kind: Kind, goal: Goal, pairs: Sequence[Scored]
) -> dict[str, queries.ShownTarget]:
    """What is shown of the people to whom these pairs lead, by id; of who may not be shown any more, nothing."""
    if not pairs:
        return {}
    rows = await queries.targets_shown(
        graph,
        viewer_id=viewer.alumnus_id,
        bridges=sorted({one.bridge.id for one in pairs}),
        targets=sorted({one.target.id for one in pairs}),
        kind=kind,
        there=goal.ids,
    )
    return {one.id: one for one in rows}


async def size_changes(graph: Graph, viewer_id: str) -> dict[str, int]:
    """By how many people the viewer sees more of a context, or less, than every member does."""
    found = await connections_queries.size_changes(graph, viewer_id=viewer_id)
    return dict(found.changes) if found else {}


def scoring_of(
    settings: Settings, now: datetime, memberships: Iterable[Membership], sizes: Mapping[str, int]
) -> Scoring:
    """The rule with these settings at that moment, for people who belong to this; `sizes` are from `size_changes`."""
    weights = Weights(
        half_life_years=settings.introduction_half_life_years,
        load_factor=settings.introduction_load_factor,
        unknown_years=settings.tie_unknown_years,
    )
    seen = ((one, one.size + sizes.get(one.id, 0)) for one in memberships)
    contexts = {
        one.id: Context(one.kind, one.id, size, one.month) for one, size in seen if size <= settings.tie_size_cap
    }
    return Scoring(ties_of(settings, now.date()), weights, contexts)


def times_of(memberships: Iterable[Membership]) -> defaultdict[str, dict[str, list[Period]]]:
    """The times of everybody in contexts, by person and context."""
    times: defaultdict[str, dict[str, list[Period]]] = defaultdict(dict)
    for context in memberships:
        for one in context.times:
            times[one.person].setdefault(context.id, []).append(Period(one.from_month, one.to_month, one.current))
    return times


def _shared(times: Iterable[queries.TimeIn]) -> dict[str, list[Period]]:
    found: dict[str, list[Period]] = {}
    for one in times:
        found.setdefault(one.id, []).append(Period(one.from_month, one.to_month, one.current))
    return found


def _target(found: FoundTarget) -> Target:
    times: dict[str, list[Period]] = {}
    for context, first, last, current in found.shared:
        times.setdefault(context, []).append(Period(first, last, current))
    return Target(found.id, frozenset(found.known), times, Stay(*found.stay) if found.stay else None)


# --- the answer -------------------------------------------------------------------------------------------------------
def _names(bridges: Sequence[FoundBridge], own: str, memberships: Sequence[Membership]) -> Names:
    """What everybody and everything on the way to the bridges is called."""
    return Names(
        {one.id: Person(id=one.id, name=one.name, name_latin=one.name_latin) for one in bridges},
        {one.id: one.name for one in memberships},
        {one.id: one.date for one in memberships},
        {frozenset((own, one.id)): one.since for one in bridges},
    )


def _with_ends(names: Names, viewer: Person, targets: Iterable[ShownTarget]) -> Names:
    people, since = {**names.people, viewer.id: viewer}, dict(names.since)
    for one in targets:
        people[one.id] = Person(id=one.id, name=one.name, name_latin=one.name_latin)
        since |= {frozenset((one.id, known.id)): known.since for known in one.known}
    return names._replace(people=people, since=since)


def _introduction(
    one: Scored,
    material: Material,
    names: Names,
    times: Sequence[TimeThere],
    kind: Kind,
    viewer: Viewer,
    settings: Settings,
    language: Language,
) -> Introduction:
    own, bridge, target = viewer.member_id, one.bridge.id, one.target.id
    there = _there(times[0]) if times else None
    far = material.scoring.tie(bridge in one.target.known, material.times[bridge], one.target.times)
    hops = [(own, bridge, one.bridge.near), *([(bridge, target, far)] if far else [])]
    return Introduction(
        introducer=names.people[bridge],
        target=names.people[target],
        summary=summary_of(names.people[bridge], names.people[target], kind, there, language),
        there=there,
        hops=[hop_of(names, a, b, tie, language, own) for a, b, tie in hops],
        factors=Factors(
            near=rounded(one.bridge.near.strength),
            far=rounded(one.far),
            strength=rounded(one.strength),
            recency=rounded(one.recency),
            load=rounded(one.load),
        ),
        asked_lately=one.bridge.steps * settings.introduction_load_step,
        score=rounded(one.score),
        arithmetic=arithmetic(one),
    )


def _there(time: TimeThere) -> There:
    return There(id=time.id, name=time.name, title=time.title, present=time.current, since=time.since, until=time.until)


def _budgets(material: Material, targets_met: int, settings: Settings) -> list[Budget]:
    limits = [
        Budget(name="bridges", limit=settings.introduction_bridges, met=material.met),
        Budget(name="targets", limit=settings.introduction_targets, met=targets_met),
    ]
    return [one for one in limits if one.met > one.limit]


def _rule(settings: Settings) -> Rule:
    return Rule(
        half_life_years=settings.introduction_half_life_years,
        load_days=settings.introduction_load_days,
        load_step=settings.introduction_load_step,
        load_factor=settings.introduction_load_factor,
    )
