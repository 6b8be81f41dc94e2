"""How the directory answers: a search is planned, its page found, and the page's people described."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from math import ceil
from typing import Any, NamedTuple

from graph_service.access.audit import audit
from graph_service.access.fields import Relation, relation_of, shown
from graph_service.access.viewer import Viewer
from graph_service.directory import queries
from graph_service.directory.dates import month_of
from graph_service.directory.facets import MOST_VALUES, SAMPLE_SIZE, facets_of
from graph_service.directory.facts import EVER, PARTS, both, months_back, months_query, parts_query
from graph_service.directory.filters import (
    TEXT_LIMIT,
    Anchor,
    Plan,
    Question,
    Search,
    Sort,
    Value,
    contradictions,
    each_alone,
    from_index,
    plan_of,
    search_query,
    tier_queries,
    unknown_values,
    with_share,
    with_third,
)
from graph_service.directory.models import AlumnusRecord, Card, Facets, InCommon, NetworkDrawing
from graph_service.directory.problems import AlumnusNotFound, ContradictoryFilters, UnknownFilterValue
from graph_service.directory.queries import CardFacts, Entry, Share
from graph_service.directory.ways import (
    EVERYBODY_ELSE,
    LONGEST_WALK,
    NEAR,
    OUTWARDS,
    Degrees,
    Route,
    grouped,
    months_at_first,
    outwards,
    route,
)
from graph_service.graph import Graph
from graph_service.web.paging import Page, decode_cursor, encode_cursor, question_digest

Position = Sequence[Any]
SAMPLED_FROM = 30_000  # from so many people on, facets of questions that very many match look at a sample of them,
SAMPLED = 6_000  # of so many,
MANY_MATCH, MANY_MEET = 0.04, 0.1  # when this part of everybody matches, or meets even the most selective filter
COUNTED, SAMPLED_MATCHING = 6_000, 3_000  # from the index: when more match than the one, about the other are looked at
COUNT_SAMPLE = 500  # people of whom that is found out
UNSELECTIVE: tuple[Anchor, ...] = ("graduation", "industry", "place")  # filters that very many may meet
LARGEST = 2**62  # an order key beyond any
ORDER_KEYS = 2**60
TIERS_FROM = 2_000  # from so many people on who have the words, they are looked for tier by tier
ALL_MONTHS = 80  # whoever would be asked for so many months, is asked for all at once
MANY_IN_PART = 50  # people whom the index finds in one of the parts; if there are fewer, all are counted
STEPS_BEYOND = 1_000  # steps to people of the second degree, of whom it is seen how many they know
SHARE_SAMPLE = 400  # people of whom it is seen how many match
FEW = 2_000  # people whom a way in meets: so few need no further thought


async def search_alumni(graph: Graph, viewer: Viewer, search: Search) -> Page[Card]:
    """One page of the people who match, as cards. Raises ContradictoryFilters, UnknownFilterValue, InvalidCursor."""
    if wrong := contradictions(search, is_member=viewer.alumnus_id is not None):
        raise ContradictoryFilters(errors=wrong)
    sort = search.sort or _usual_sort(viewer, search)
    digest = question_digest({**search.model_dump(exclude={"cursor", "limit"}), "sort": sort})
    after = decode_cursor(search.cursor, digest, _position_types(sort)) if search.cursor else None
    nearest = 3 in search.degree or (sort == "closeness" and not search.degree)
    asked = _Asked(graph, viewer, search, await plan_search(graph, viewer, search, nearest=nearest), sort)
    entries = await _entries(asked, after, search.limit + 1)
    page, more = entries[: search.limit], len(entries) > search.limit
    items = await describe(graph, viewer, page)
    await audit(graph, viewer, "alumni.search", [card.id for card in items])
    return Page(items=items, next_cursor=encode_cursor(page[-1].position, digest) if more else None)


class _Asked(NamedTuple):
    """A search on its way: who asks what of which graph, and how it is answered."""

    graph: Graph
    viewer: Viewer
    search: Search
    plan: Plan
    sort: Sort


def _usual_sort(viewer: Viewer, search: Search) -> Sort:
    if search.q is not None:
        return "relevance"
    return "closeness" if viewer.alumnus_id else "recency"


def _position_types(sort: Sort) -> tuple[type, ...]:
    return (str, str, int) if sort == "name" else (int, int, int)


async def plan_search(
    graph: Graph, viewer: Viewer, question: Question, *, steady: bool = False, nearest: bool = False
) -> Plan:
    """What the question means in the graph. Raises UnknownFilterValue.

    `steady` is for counts (`plan_of`), `nearest` for searches that may go as far as the third degree.
    """
    words = question.words()
    rows = await queries.filter_values(
        graph,
        viewer_id=viewer.alumnus_id,
        sees_all=viewer.sees_all,
        industries=question.industry,
        places=question.place,
        cohorts=question.cohort,
        employers=question.employer,
        skills=question.skill,
        graduation=question.graduation(),
        programme_types=question.programme_type,
        text=search_query(words),
        text_limit=TEXT_LIMIT,
    )
    values = [Value(row.kind, row.asked, row.ids, row.reach) for row in rows]
    if unknown := unknown_values(values):
        raise UnknownFilterValue((value.kind, value.asked) for value in unknown)
    plan = plan_of(question, values, steady=steady)
    if steady or plan.reach <= FEW:
        return plan
    if not plan.told:
        plan = plan._replace(indexed=None)  # it would find many of whom few match
    if nearest and viewer.alumnus_id:
        plan, beyond = await asyncio.gather(
            _with_reach(graph, viewer, plan),
            queries.beyond_second(graph, viewer_id=viewer.alumnus_id, most=STEPS_BEYOND),
        )
        return with_third(plan, beyond.steps, beyond.beyond)
    return await _with_reach(graph, viewer, plan)


async def _with_reach(graph: Graph, viewer: Viewer, plan: Plan) -> Plan:
    """The plan that begins at the index, if that can tell who matches; else with the share of them in a sample."""
    if plan.indexed and plan.counted is not None:
        return from_index(plan, plan.counted)
    if plan.indexed:
        in_part = await queries.found_by_text(
            graph, text=both(plan.indexed, parts_query(1)) or "", text_limit=TEXT_LIMIT
        )
        if in_part < MANY_IN_PART:
            return from_index(plan, await queries.found_by_text(graph, text=plan.indexed, text_limit=TEXT_LIMIT))
        return from_index(plan, PARTS * in_part)
    if plan.text:
        return plan
    share = await _share(graph, viewer, plan.checked, SHARE_SAMPLE)
    return with_share(plan, share.matching, share.looked_at)


async def _share(graph: Graph, viewer: Viewer, filters: Mapping[str, Any], sample_size: int) -> Share:
    """How many of so many people whom the viewer may see match the filters."""
    return await queries.share_of_matching(
        graph, viewer_id=viewer.alumnus_id, sees_all=viewer.sees_all, filters=filters, sample_size=sample_size
    )


async def _entries(asked: _Asked, after: Position | None, limit: int) -> list[Entry]:
    degrees = sorted(set(asked.search.degree))
    if asked.sort == "closeness":
        steps = [(degree,) for degree in degrees] if degrees else outwards(asked.plan, limit)
        return await _nearest(asked, steps, after, limit)
    if not degrees:
        if asked.sort == "relevance" and asked.plan.reach >= TIERS_FROM and asked.plan.text:
            return await _by_tiers(asked, after, limit)
        return await _page(asked, None, asked.sort, after, limit)
    parts = [_page(asked, group, asked.sort, after, limit) for group in grouped(degrees)]
    found = [entry for part in await asyncio.gather(*parts) for entry in part]
    return sorted(found, key=lambda entry: entry.position)[:limit]


async def _page(asked: _Asked, degrees: Degrees | None, sort: Sort, after: Position | None, limit: int) -> list[Entry]:
    """The next people of these degrees in that order, by the way that reads least."""
    chosen = route(asked.plan, degrees, sort, limit)
    found: list[Entry] = []
    if chosen.walked:
        walk = _walk_by_name if sort == "name" else _latest if chosen.by_month else _walk_by_recency
        found = await walk(asked, degrees, chosen, after, limit)
        after = found[-1].position if found else after
    if chosen.anchor and len(found) < limit:
        found += await _gather(asked, degrees, chosen, sort, after, limit - len(found))
    return found


async def _by_tiers(asked: _Asked, after: Position | None, limit: int) -> list[Entry]:
    """The next people by relevance where very many records have the words, tier by tier, the latest of each first.

    So not all are ranked.
    """
    words = asked.search.words()
    found: list[Entry] = []
    for tier, query in tier_queries(asked.plan, words) if words else ():
        if len(found) < limit and (after is None or after[0] <= tier):
            here = after if after and after[0] == tier else None
            of_tier = asked._replace(plan=asked.plan._replace(text=query, anchor="text"))
            latest = await _latest(of_tier, None, Route(0, "text"), here, limit - len(found), (tier,))
            found += [one.model_copy(update={"position": [tier, *one.position[1:]]}) for one in latest]
    return found


async def _gather(
    asked: _Asked,
    degrees: Degrees | None,
    chosen: Route,
    sort: Sort,
    after: Position | None,
    limit: int,
) -> list[Entry]:
    """A page of those whom a way in meets, all of whom are looked at."""
    asks: dict[str, Any] = {
        "viewer_id": asked.viewer.alumnus_id,
        "sees_all": asked.viewer.sees_all,
        "anchor": chosen.anchor,
        "text": asked.plan.text,
        "filters": asked.plan.filters if chosen.anchor == asked.plan.anchor else asked.plan.checked,
        "after": after,
        "limit": limit,
    }
    if chosen.anchor == "text" and sort == "recency":
        return await _latest(asked, degrees, chosen._replace(walked=0), after, limit)
    if degrees == OUTWARDS:
        return await queries.alumni_nearest(asked.graph, **asks, both_sides=chosen.both_sides)
    if degrees is not None and chosen.anchor != NEAR.get(degrees):
        return await queries.alumni_page_by_degree(
            asked.graph, **asks, sort=sort, degrees=degrees, both_sides=chosen.both_sides
        )
    if sort == "relevance":
        return await queries.alumni_by_relevance(asked.graph, **asks)
    return await queries.alumni_page(asked.graph, **asks, sort=sort)


async def _latest(
    asked: _Asked,
    degrees: Degrees | None,
    chosen: Route,
    after: Position | None,
    limit: int,
    tiers: Sequence[int] | None = None,
) -> list[Entry]:
    """The most recent of those whom the index finds: it is asked for the latest first, so not all are looked at.

    After as many as are to be walked it stops, if that is said.
    """
    plan = asked.plan
    texts = [plan.text or ""]
    if plan.by_month and (width := months_at_first(plan, degrees, limit)) < ALL_MONTHS:
        from_month, _ = _from(after)
        parts = months_back(min(from_month, EVER), width, month_of(datetime.now(UTC).date()))
        texts = [both(plan.text, months_query(first, last)) or "" for first, last in parts]
    most = chosen.walked or LONGEST_WALK
    asks = _by_recency(asked, degrees, chosen, after, limit)
    return await queries.alumni_latest(asked.graph, **asks, texts=texts, tiers=tiers, most=most)


async def _walk_by_recency(
    asked: _Asked, degrees: Degrees | None, chosen: Route, after: Position | None, limit: int
) -> list[Entry]:
    asks = _by_recency(asked, degrees, chosen, after, limit)
    return await queries.alumni_by_recency(asked.graph, **asks, most=chosen.walked)


def _by_recency(
    asked: _Asked, degrees: Degrees | None, chosen: Route, after: Position | None, limit: int
) -> dict[str, Any]:
    """What every walk says that has the most recent first."""
    from_month, from_key = _from(after)
    return {
        "viewer_id": asked.viewer.alumnus_id,
        "sees_all": asked.viewer.sees_all,
        "filters": asked.plan.checked,
        "degrees": degrees,
        "both_sides": chosen.both_sides,
        "from_month": from_month,
        "from_key": from_key,
        "limit": limit,
    }


def _from(after: Position | None) -> tuple[int, int]:
    """The month and the order key of the last entry of the page before; beyond any at first."""
    return (-after[1], -after[2]) if after else (EVER, LARGEST)


async def _walk_by_name(
    asked: _Asked, degrees: Degrees | None, chosen: Route, after: Position | None, limit: int
) -> list[Entry]:
    return await queries.alumni_by_name(
        asked.graph,
        viewer_id=asked.viewer.alumnus_id,
        sees_all=asked.viewer.sees_all,
        filters=asked.plan.checked,
        degrees=degrees,
        both_sides=chosen.both_sides,
        after=after,
        from_pinyin=after[0] if after else "",
        most=chosen.walked,
        limit=limit,
    )


async def _nearest(asked: _Asked, steps: Sequence[Degrees], after: Position | None, wanted: int) -> list[Entry]:
    """Outwards from the viewer, step by step, until the page is full."""
    begin = after[0] if after else 0
    entries: list[Entry] = []
    for degrees in steps:
        if begin <= max(degrees) and len(entries) < wanted:
            here = after if begin in degrees else None
            entries += await _take_step(asked, degrees, here, wanted - len(entries))
    return entries


async def _take_step(asked: _Asked, degrees: Degrees, after: Position | None, limit: int) -> list[Entry]:
    """The next people of these degrees, the nearest first."""
    if len(degrees) > 1:
        return await _page(asked, degrees, "closeness", after, limit)
    found = await _page(asked, degrees, "recency", [0, *after[1:]] if after else None, limit)
    return [entry.model_copy(update={"position": [*degrees, *entry.position[1:]]}) for entry in found]


async def describe(graph: Graph, viewer: Viewer, entries: Sequence[Entry]) -> list[Card]:
    """The people as cards, in their order; whoever has gone since is left out."""
    ids = [entry.id for entry in entries]
    if not ids:
        return []
    facts, nearness = await asyncio.gather(
        queries.cards(graph, viewer_id=viewer.alumnus_id, sees_all=viewer.sees_all, ids=ids),
        nearness_of(graph, viewer, {entry.id: entry.degree for entry in entries}),
    )
    by_id = {fact.id: fact for fact in facts}
    return [_card(by_id[one], nearness.get(one, STRANGER)) for one in ids if one in by_id]


class Nearness(NamedTuple):
    """How near a person is: the degree up to three, and the number of mutual connections; None is not applicable."""

    degree: int | None
    mutual_connections: int | None


STRANGER = Nearness(None, None)


async def nearness_of(graph: Graph, viewer: Viewer, known: Mapping[str, int | None]) -> dict[str, Nearness]:
    """How near these people are. `known`: their degrees as far as they are known, 4 for farther than three."""
    if viewer.alumnus_id is None:
        return {}
    rows = await queries.acquaintance(graph, viewer_id=viewer.alumnus_id, sees_all=viewer.sees_all, ids=list(known))
    near = {row.id: 1 if row.connected else 2 for row in rows if row.connected or row.mutual_count}
    far = [row.id for row in rows if row.id not in near and known[row.id] is None]
    if far:
        found = await queries.degrees(graph, viewer_id=viewer.alumnus_id, sees_all=viewer.sees_all, ids=far)
        near |= {row.id: row.degree for row in found}
    nearness = {row.id: Nearness(near.get(row.id, _up_to_three(known[row.id])), row.mutual_count) for row in rows}
    return {viewer.alumnus_id: Nearness(0, None), **nearness}


def _up_to_three(degree: int | None) -> int | None:
    return None if degree == EVERYBODY_ELSE else degree


def _card(facts: CardFacts, nearness: Nearness) -> Card:
    return Card(
        **facts.model_dump(
            include={"id", "name", "name_latin", "open_to_mentoring", "cohorts", "job", "industry", "place"}
        ),
        degree=nearness.degree,
        mutual_connections=nearness.mutual_connections,
        in_common=_in_common(facts),
    )


def _in_common(facts: CardFacts) -> InCommon:
    return InCommon.model_validate({field: getattr(facts, f"shared_{field}") for field in InCommon.model_fields})


async def read_alumnus(graph: Graph, viewer: Viewer, alumnus_id: str) -> AlumnusRecord:
    """A person's record with what is for this viewer. Raises AlumnusNotFound."""
    own, all_seen = viewer.alumnus_id, viewer.sees_all
    facts, cards, nearness = await asyncio.gather(
        queries.alumnus_record(graph, viewer_id=own, sees_all=all_seen, alumnus_id=alumnus_id),
        queries.cards(graph, viewer_id=own, sees_all=all_seen, ids=[alumnus_id]),
        nearness_of(graph, viewer, {alumnus_id: None}),
    )
    if facts is None or not cards:
        raise AlumnusNotFound
    await audit(graph, viewer, "record.read", [alumnus_id])
    relation = relation_of(is_self=facts.is_self, sees_all=all_seen, knows=facts.connected)
    whole = {
        **facts.record,
        "industry": cards[0].industry,
        **{name: getattr(facts, name) for name in _LISTS},
    }
    fields = shown(whole, relation, facts.record["contact_audience"])
    near = nearness.get(alumnus_id, STRANGER)
    return AlumnusRecord(
        **_without_provenance(fields, keep=relation in _SEE_PROVENANCE),
        version=(facts.record["updated_at"] or "") if relation in _SEE_PROVENANCE else None,
        degree=near.degree,
        mutual_connections=near.mutual_connections,
        in_common=_in_common(cards[0]),
    )


_SEE_PROVENANCE = (Relation.SELF, Relation.STAFF)
_LISTS = ("cohorts", "jobs", "places", "skills", "events", "groups")


def _without_provenance(fields: dict[str, Any], *, keep: bool) -> dict[str, Any]:
    """The record without where its facts come from, for those who may not see that."""
    if keep:
        return fields
    return {
        name: [fact | {"key": None, "source": None, "as_of": None} for fact in value] if name in _LISTS else value
        for name, value in fields.items()
    }


async def count_facets(graph: Graph, viewer: Viewer, question: Question) -> Facets:
    """How the people who match spread over the filters' values. Raises ContradictoryFilters, UnknownFilterValue."""
    if wrong := contradictions(Search(**question.model_dump()), is_member=viewer.alumnus_id is not None):
        raise ContradictoryFilters(errors=wrong)
    plan = await plan_search(graph, viewer, question, steady=True)
    degrees = sorted(set(question.degree))
    near = NEAR.get(tuple(degrees))
    sample = 1.0
    if plan.indexed and not near:
        plan, sample = await _count_from_index(graph, viewer, plan)
    anchor = near or await _beginning_of_count(graph, viewer, plan)
    if anchor == "everybody" and plan.everybody > SAMPLED_FROM:
        sample = SAMPLED / plan.everybody
    rows = await queries.alumni_facets(
        graph,
        viewer_id=viewer.alumnus_id,
        sees_all=viewer.sees_all,
        anchor=anchor,
        text=plan.text,
        filters={**(plan.filters if anchor == plan.anchor else plan.checked), "order_below": int(sample * ORDER_KEYS)},
        degrees=degrees if degrees and not near else None,
        both_sides=False,
        present=question.employer_when == "now",
        looked_through=int((1.5 if anchor == "text" else 6) * SAMPLE_SIZE),
        sample_size=SAMPLE_SIZE,
        most=MOST_VALUES,
    )
    return facets_of(rows, sample)


async def _count_from_index(graph: Graph, viewer: Viewer, plan: Plan) -> tuple[Plan, float]:
    """The plan that begins at the index, and the part of everybody it looks at: a few of the parts when many match.

    It is decided by people whom the viewer may see, as the estimates depend on it.
    """
    if plan.everybody > SAMPLED_FROM:
        share = await _share(graph, viewer, plan.checked, COUNT_SAMPLE)
        matching = plan.everybody * share.matching / max(share.looked_at, 1)
        if matching > COUNTED:
            many = ceil(PARTS * SAMPLED_MATCHING / matching)
            return from_index(plan._replace(indexed=both(plan.indexed, parts_query(many))), 0), many / PARTS
    return from_index(plan, 0), 1.0


async def _beginning_of_count(graph: Graph, viewer: Viewer, plan: Plan) -> Anchor:
    """Where a count begins: at the filter that the fewest people meet, or at a sample of everybody when these are many.

    It is decided by people whom the viewer may see, as the sample's estimates depend on it.
    """
    if plan.anchor not in UNSELECTIVE or plan.everybody <= SAMPLED_FROM:
        return plan.anchor
    alone = each_alone(plan.checked)
    shares = await asyncio.gather(
        *(_share(graph, viewer, filters, COUNT_SAMPLE) for filters in (plan.checked, *alone.values()))
    )
    together, *each = (share.matching / max(share.looked_at, 1) for share in shares)
    fewest, anchor = min(zip(each, alone, strict=True))
    return "everybody" if together > MANY_MATCH or fewest > MANY_MEET else anchor


async def draw_network(graph: Graph, viewer: Viewer, alumnus_id: str, hops: int, limit: int) -> NetworkDrawing:
    """The people around one person. Raises AlumnusNotFound."""
    network = await queries.alumnus_network(
        graph,
        viewer_id=viewer.alumnus_id,
        sees_all=viewer.sees_all,
        alumnus_id=alumnus_id,
        hops=hops,
        limit=limit,
        breadth=2 * limit,
    )
    if network is None:
        raise AlumnusNotFound
    await audit(graph, viewer, "network.read", [node["id"] for node in network.nodes])
    return NetworkDrawing(**network.model_dump(), limit=limit)
