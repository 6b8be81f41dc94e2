"""Which way through the graph answers a search with the fewest reads.

A search can begin at the people whom one filter leads to, at the people around the viewer, or at an index in the order
that is asked for, walked until the page is full. All of them find the same people; they differ by a factor of a
thousand in what has to be read for it. The reads are estimated from the sizes that `filter_values` tells and from the
part of a sample that matches. That can be wrong, so no walk goes on for ever: it looks at a limited number of people,
after which another way takes over where it stopped.

The constants are store reads (database hits) as PROFILE counted them on a million alumni.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from graph_service.directory.filters import FRIENDS, Anchor, Plan, Sort

MEET = 3.0  # to come to a person from what leads there
PASS = 1.2  # to come by a person who is not looked at any further
MEET_BY_TEXT = 1.5  # by the full-text index
MEET_BY_INDUSTRY = 8.0  # over the employers, who have former jobs as well
ORDER = 4.0  # to know a person's place in the order, and to sort
SEEN = 3.0  # to know whether a person may be seen
RELEVANCE = 12.0  # to know how well somebody fits some words
DEGREE = 50.0  # to find out how far somebody is from the viewer
KNOWN = 22.0  # to find out whether the viewer knows a person
STEP_BEYOND = 40.0  # to look around one more person, where the viewer's second degree is not known
MET_ONCE = 0.8  # of the third degree: the others are met again, or nearer
SECOND_DEGREE = 0.7  # to read it, for each person of it
PATIENCE = 1.5  # a walk may read so many times what the next best way costs
EVERYBODY_MONTHS, MONTHS_POWER = 120.0, 0.6  # this part of all people began something in so many months (part ** power)
BESIDE = 2.0  # so many times those who are needed are found when the index is asked for the latest,
TIMES_ASKED = 2.0  # so many times it is asked,
ASK, ASK_FOR_WORD = 1_000.0, 40.0  # for each of which it reads so much
LATEST_KNOWN = 0.6  # whoever began something lately is near to fewer people than others are
LONGEST_WALK = 10**9
EVERYBODY_ELSE = 4  # the place of everybody beyond the third degree
OUTWARDS = (0, 1, 2, 3, EVERYBODY_ELSE)

Degrees = tuple[int, ...]
NEAR: dict[Degrees, Anchor] = {(0,): "self", (1,): "first", (2,): "second", (1, 2): "near", (0, 1, 2): "around"}


class Way(NamedTuple):
    """Where a search begins that looks at all whom it meets there, and how many reads are expected of it."""

    anchor: Anchor
    reads: float
    both_sides: bool = False


class Route(NamedTuple):
    """The cheapest way: `walked` so many people of an index first, and from where that stops all whom `anchor` meets.

    No anchor: the walk goes on to the end of the index, if it must. `both_sides`: how distances are found. `by_month`:
    it is the full-text index that is walked, month by month, not the one of the order.
    """

    walked: int
    anchor: Anchor | None
    both_sides: bool = False
    by_month: bool = False


def route(plan: Plan, degrees: Degrees | None, sort: Sort, wanted: int) -> Route:
    """The cheapest way to the first `wanted` people of these degrees in that order; 4 stands for beyond the third.

    `degrees` are None for any, or such as one of the ways around the viewer meets all at once (`grouped`).
    """
    ways = sorted(ways_of(plan, degrees, sort, wanted), key=lambda way: way.reads)
    gathered = ways[0]
    if sort in ("recency", "name"):
        walk, both_sides = _walk(plan, degrees, wanted)
        if gathered.anchor == "everybody":
            return Route(LONGEST_WALK, None, both_sides)
        if walk < gathered.reads:
            most = wanted + int(PATIENCE * gathered.reads / (ORDER + SEEN + plan.tests))
            return Route(most, gathered.anchor, both_sides)
    if _is_by_month(plan, sort) and gathered.anchor == "text" and len(ways) > 1:
        most = wanted + int(PATIENCE * ways[1].reads / (BESIDE * (MEET_BY_TEXT + ORDER) + SEEN + plan.tests + DEGREE))
        if most < plan.reach:
            return Route(most, ways[1].anchor, gathered.both_sides, by_month=True)
    return Route(0, gathered.anchor, gathered.both_sides)


def grouped(degrees: Sequence[int]) -> list[Degrees]:
    """The degrees in groups that one way around the viewer meets.

    >>> grouped([1, 2, 3]), grouped([2]), grouped([1, 3])
    ([(1, 2), (3,)], [(2,)], [(1,), (3,)])
    """
    near = tuple(degree for degree in degrees if degree < 3)
    return [group for group in (near, tuple(degree for degree in degrees if degree >= 3)) if group]


def outwards(plan: Plan, wanted: int) -> list[Degrees]:
    """How a search for the nearest goes outwards from the viewer: all at once, or from some degrees to the next ones.

    From somebody who knows more people than match it is less to find out how far all these are away.
    """
    one_by_one: list[Degrees] = [(0, 1, 2), (3,), (4,)]
    if _around(plan, (0, 1, 2), "closeness", wanted).reads > AROUND_AT_ONCE:
        one_by_one = [(0,), (1,), (2,), (3,), (4,)]
    at_once: list[Degrees] = [OUTWARDS]
    return min(at_once, one_by_one, key=lambda steps: _reads(plan, steps, wanted))


AROUND_AT_ONCE = 50_000.0


def _reads(plan: Plan, steps: Sequence[Degrees], wanted: int) -> float:
    """How many reads are expected of these steps, one after the other until enough are found."""
    reads, missing = 0.0, float(wanted)
    for degrees in steps:
        if missing > 0:
            sort: Sort = "recency" if len(degrees) == 1 else "closeness"
            least = min(way.reads for way in ways_of(plan, degrees, sort, int(missing)))
            reads += least if sort == "closeness" else min(least, _walk(plan, degrees, missing)[0])
            missing -= plan.everybody * plan.share * _part(plan, degrees)
    return reads


def ways_of(plan: Plan, degrees: Degrees | None, sort: Sort, wanted: int) -> list[Way]:
    """Every beginning from which all people of these degrees are met."""
    by_month = _is_by_month(plan, sort)
    ways = [_latest(plan, degrees, wanted) if by_month else _from_anchor(plan, degrees, sort, wanted)]
    if degrees in NEAR:
        ways.append(_around(plan, degrees, sort, wanted))
    if degrees == (0, 1, 2):
        return ways[1:]
    if degrees == (3,):
        met = plan.surroundings.third
        reads = _looked_at(plan, met, plan.share, sort, wanted) + min(met * plan.share, wanted) * DEGREE
        ways.append(Way("third", reads + plan.surroundings.second * SECOND_DEGREE))
        if plan.anchor == "text":
            ways.append(Way("third_found", _found_in_third(plan, sort, wanted)))
    return ways


def _is_by_month(plan: Plan, sort: Sort) -> bool:
    return plan.anchor == "text" and plan.by_month and sort == "recency"


def _around(plan: Plan, degrees: Degrees, sort: Sort, wanted: int) -> Way:
    met = sum(plan.surroundings.of(degree) for degree in degrees)
    return Way(NEAR[degrees], _looked_at(plan, met, plan.share, sort, wanted))


def _looked_at(plan: Plan, met: float, share: float, sort: Sort, wanted: float, meet: float = MEET) -> float:
    """How many reads it takes to meet so many people, of whom that share is right, and to find the first of these."""
    if sort == "relevance":
        return met * (meet + SEEN + plan.tests + share * RELEVANCE)
    return met * (meet + ORDER) + min(met, wanted / max(share, 1e-9)) * (SEEN + plan.tests)


def _found_in_third(plan: Plan, sort: Sort, wanted: int) -> float:
    """How many reads it takes to go through the third degree for those whom the index finds."""
    both = plan.surroundings.third * min(plan.reach / plan.everybody, 1.0)
    share = min(plan.everybody * plan.share / _found(plan), 1.0)
    reads = plan.reach * MEET_BY_TEXT + plan.surroundings.second * 2 * SECOND_DEGREE + plan.surroundings.third * PASS
    return reads + _looked_at(plan, both, share, sort, wanted) + min(both * share, wanted) * DEGREE


def _from_anchor(plan: Plan, degrees: Degrees | None, sort: Sort, wanted: int) -> Way:
    met, share = _met(plan)
    meet = {"industry": MEET_BY_INDUSTRY, "text": MEET_BY_TEXT}.get(plan.anchor, MEET)
    if degrees is None:
        return Way(plan.anchor, _looked_at(plan, met, share, sort, wanted, meet))
    if degrees == OUTWARDS:
        distances, both_sides = _distances(plan, degrees, met * share)
        return Way(plan.anchor, met * (meet + SEEN + plan.tests) + distances, both_sides)
    part = _part(plan, degrees)
    distances, both_sides = _distances(plan, degrees, min(met * share, wanted / part))
    return Way(plan.anchor, _looked_at(plan, met, share * part, sort, wanted, meet) + distances, both_sides)


def _met(plan: Plan) -> tuple[int, float]:
    """How many people the anchor meets, and what part of them matches."""
    met = max(min(plan.reach, plan.everybody), 1)
    return met, min(plan.everybody * plan.share / met, 1.0)


def _latest(plan: Plan, degrees: Degrees | None, wanted: int) -> Way:
    """The index, asked for some months after the other, the latest first."""
    needed, share = _needed_of_the_latest(plan, degrees, wanted)
    distances, both_sides = (0.0, False) if degrees is None else _distances(plan, degrees, needed * share)
    asked = TIMES_ASKED * (ASK + ASK_FOR_WORD * len((plan.text or "").split()))
    reads = asked + BESIDE * needed * (MEET_BY_TEXT + ORDER) + needed * (SEEN + plan.tests) + distances
    return Way("text", reads, both_sides)


def months_at_first(plan: Plan, degrees: Degrees | None, wanted: int) -> int:
    """How many months back the index is asked at first for the latest of those whom it finds."""
    needed, _ = _needed_of_the_latest(plan, degrees, wanted)
    return ceil(EVERYBODY_MONTHS * (needed / _found(plan)) ** MONTHS_POWER)


def _needed_of_the_latest(plan: Plan, degrees: Degrees | None, wanted: int) -> tuple[float, float]:
    """How many of the latest whom the index finds have to be looked at, and what part of them matches."""
    _, share = _met(plan)
    part = 1.0 if degrees is None else _part(plan, degrees)
    if degrees is not None and EVERYBODY_ELSE not in degrees:
        part *= LATEST_KNOWN
    share = max(share, 1e-6)
    return min(wanted / (share * max(part, 1e-6)), _found(plan)), share


def _found(plan: Plan) -> int:
    """How many the index is taken to find: one at least, as somebody may be there whom the estimate missed."""
    return max(plan.reach, 1)


def _walk(plan: Plan, degrees: Degrees | None, wanted: float) -> tuple[float, bool]:
    """How many reads a walk is expected to cost, and how it best finds distances."""
    part = 1.0 if degrees is None else _part(plan, degrees)
    looked_at = min(wanted / max(plan.share * part, 1 / plan.everybody), plan.everybody)
    distances, both_sides = (0.0, False) if degrees is None else _distances(plan, degrees, looked_at * plan.share)
    return looked_at * (ORDER + SEEN + plan.tests) + distances, both_sides


def _distances(plan: Plan, degrees: Degrees, measured: float) -> tuple[float, bool]:
    """How many reads it takes to find so many distances, and whether that is best done from both ends."""
    if degrees == (1,):
        return measured * KNOWN, False
    if max(degrees) < 3:
        return measured * DEGREE, False
    from_one = measured * DEGREE + plan.surroundings.second * SECOND_DEGREE
    near = max(plan.surroundings.second / plan.everybody, 1 / FRIENDS)
    from_both = measured * (DEGREE + STEP_BEYOND / near)
    return min(from_one, from_both), from_both < from_one


def _part(plan: Plan, degrees: Degrees) -> float:
    """What part of everybody is so far away."""
    known = {degree: min(plan.surroundings.of(degree) / plan.everybody, 0.9) for degree in (0, 1, 2, 3)}
    known[3] *= MET_ONCE
    beyond = max(1 - sum(known.values()), 0.05)
    parts = (beyond if degree == EVERYBODY_ELSE else known[degree] for degree in degrees)
    return min(max(sum(parts), 1 / plan.everybody), 1.0)
