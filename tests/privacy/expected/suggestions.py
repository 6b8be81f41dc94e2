"""Whom somebody should be connected with, worked out plainly: everybody is looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from tests.privacy.asking import Answer, Ask
from tests.privacy.expected.connections import brief, homes, present_industries
from tests.privacy.expected.ties import BASES, FULL_SIZE, HALF_LIFE, HALF_OVERLAP, UNKNOWN, this_month
from tests.privacy.seen import Seen
from tests.worlds import Account, Person, World, id_of, month_span

TIE, IN_COMMON, WANTED, ACQUAINTED = 1_000_000, 5_000, 200_000, 150_000
STALE, FRESH_MONTHS, PASSED_OVER = 0.1, 24, 0.85
SHOWN_LEAST = 1
"""As tests/privacy/conftest.py sets it."""

Times = tuple[int | None, int | None, bool]


def looking_for(world: World, account: Account, ask: Ask, answer: Answer) -> None:
    """Holds an answer of `/v1/me/looking-for` to the plain one: in these worlds nobody looks for anything."""
    del world, ask
    assert answer.status == (403 if account.person is None else 200)
    if account.person:
        assert not any(answer.json.values())


def suggestions(world: World, account: Account, ask: Ask, answer: Answer) -> None:
    """Holds an answer of `/v1/suggestions` to the plain one."""
    if account.person is None:
        assert answer.status == 403
        return
    seen = Seen(world, account.person)
    wishes = {kind: ask.all(kind) for kind in ("industry", "place", "employer", "skill", "function")}
    new = ask.param("mode") == "new"
    if new and _unknown(seen, wishes):
        assert answer.status == 422
        return
    assert answer.status == 200
    me = seen.people[account.person]
    found = [one for other in world.people if (one := _suggestion(seen, me, other, wishes, new=new))]
    found.sort(key=lambda one: (-one["score"], one.pop("order_key")))
    told = [_told(one) for one in answer.json["items"]]
    assert told == found[: int(ask.param("limit", "10") or "10")]


def _told(item: dict[str, Any]) -> dict[str, Any]:
    assert item["score"] == sum(one["points"] for one in item["features"])
    return {
        "person": item["person"],
        "score": item["score"],
        "mutual_count": item["mutual_count"],
        "features": sorted(
            (one["name"], one["points"], sorted(piece["id"] for piece in one["evidence"])) for one in item["features"]
        ),
    }


def _unknown(seen: Seen, wishes: dict[str, list[str]]) -> bool:
    employers = {id_of("Employer", one.handle) for one in seen.world.employers}
    skills = {id_of("Skill", one) for one in seen.world.skills}
    return bool(
        set(wishes["industry"]) - set(seen.industries)
        or set(wishes["place"]) - set(seen.places)
        or set(wishes["employer"]) - employers
        or set(wishes["skill"]) - skills
    )


def _suggestion(
    seen: Seen, me: Person, other: Person, wishes: dict[str, list[str]], *, new: bool
) -> dict[str, Any] | None:
    world = seen.world
    times = {b: times for a, b, times in world.shown if a == me.handle}.get(other.handle, 0)
    lookers = {a for a, b, _ in world.shown if b == other.handle and a != me.handle}
    most = max(SHOWN_LEAST, len(world.people) // 20)
    if (
        other.handle == me.handle
        or seen.graph.has_edge(me.handle, other.handle)
        or (me.handle, other.handle) in world.dismissed
        or (not times and len(lookers) >= most)
    ):
        return None
    through = seen.mutual(other.handle)
    pieces = list(_pieces(seen, me, other))
    features = _wanted(seen, other, wishes, through, pieces) if new else _known(seen, me, other, through, pieces)
    features = [one for one in features if one[1]]
    if not features or (new and any(wishes.values()) and not any(name.startswith("wanted") for name, _, _ in features)):
        return None
    total = sum(points for _, points, _ in features)
    off = total - round(total * PASSED_OVER**times)
    if off:
        features.append(("ignored", -off, []))
    return {
        "person": brief(other),
        "order_key": other.order_key,
        "score": total - off,
        "mutual_count": len(through),
        "features": sorted(features),
    }


Found = list[tuple[str, int, list[str]]]
Piece = tuple[str, str, float, float]


def _known(seen: Seen, me: Person, other: Person, through: list[Person], pieces: list[Piece]) -> Found:
    mutual = 0.0
    for one in through:
        edges = (seen.graph.edges[me.handle, one.handle], seen.graph.edges[one.handle, other.handle])
        months = [month for edge in edges if (month := month_span(edge["since"], None)[0]) is not None]
        mutual += _fresh(max(months, default=None)) / seen.graph.degree[one.handle]
    found: Found = [("mutual", round(mutual * TIE), sorted(one.id for one in through))]
    for kind in BASES:
        parts = [(thing, value) for of, thing, _, value in pieces if of == kind]
        found.append((kind, round(_together(value for _, value in parts) * TIE), sorted(thing for thing, _ in parts)))
    places, branches = homes(me) & homes(other), present_industries(seen, me) & present_industries(seen, other)
    found.append(("place", IN_COMMON if places else 0, sorted(id_of("Place", one) for one in places)))
    found.append(("industry", IN_COMMON if branches else 0, sorted(id_of("Industry", one) for one in branches)))
    years = [
        abs(seen.cohorts[a.where].intake_year - seen.cohorts[b.where].intake_year)
        for a in me.cohorts
        for b in other.cohorts
    ]
    if years:
        found.append(("intake", round(max(0.0, 1 - min(years) / 5) * IN_COMMON), []))
    return found


def _wanted(
    seen: Seen, other: Person, wishes: dict[str, list[str]], through: list[Person], pieces: list[Piece]
) -> Found:
    now = [held for held in other.jobs if held.current]
    branches = {
        code for code in present_industries(seen, other) if set(seen.industries_above(code)) & set(wishes["industry"])
    }
    places = {code for code in homes(other) if set(seen.place_chain(code)) & set(wishes["place"])}
    has: dict[str, set[str]] = {
        "industry": {id_of("Industry", code) for code in branches},
        "place": {id_of("Place", code) for code in places},
        "employer": {id_of("Employer", held.employer) for held in now} & set(wishes["employer"]),
        "skill": {id_of("Skill", held.skill) for held in other.skills if held.kind == "offered"} & set(wishes["skill"]),
        "function": {held.function for held in now if held.function} & set(wishes["function"]),
    }
    found: Found = [(f"wanted_{kind}", WANTED if things else 0, sorted(things)) for kind, things in has.items()]
    closeness = 1 - (1 - _together(strength for _, _, strength, _ in pieces)) * 2 ** (-len(through) / 10)
    found.append(
        ("acquaintance", round(4 * closeness * (1 - closeness) * ACQUAINTED), sorted(one.id for one in through))
    )
    return found


def _together(parts: Iterable[float]) -> float:
    rest = 1.0
    for part in parts:
        rest *= 1 - part
    return 1 - rest


def _fresh(month: int | None) -> float:
    return STALE if month is None else max(STALE, 2 ** (-max(0, this_month() - month) / FRESH_MONTHS))


def _held(one: Person) -> dict[tuple[str, str], list[Times]]:
    """When somebody was where, by kind and handle."""
    held: dict[tuple[str, str], list[Times]] = {}
    for job in one.jobs:
        held.setdefault(("employer", job.employer), []).append((*month_span(job.since, job.until), job.current))
    for kind, stays in (("cohort", one.cohorts), ("event", one.events), ("group", one.groups)):
        for stay in stays:
            first, last = (None, None) if kind == "event" else month_span(stay.since, stay.until)
            held.setdefault((kind, stay.where), []).append((first, last, last is None))
    return held


def _pieces(seen: Seen, me: Person, other: Person) -> Iterable[Piece]:
    """Kind, id, strength and what it counts for of each context that both were in."""
    mine, theirs = _held(me), _held(other)
    sizes = Counter(context for one in seen.world.people for context in _held(one))
    for context in set(mine) & set(theirs):
        kind, where = context
        size = min(1.0, (FULL_SIZE / max(2, sizes[context])) ** 0.5)
        best = max(_piece(seen, kind, where, size, a, b) for a in mine[context] for b in theirs[context])
        if best[1]:
            yield kind, id_of(kind.title(), where), best[1], best[0]


def _piece(seen: Seen, kind: str, where: str, size: float, a: Times, b: Times) -> tuple[float, float]:
    now = this_month()
    happened = next((month_span(one.date, None)[0] for one in seen.world.events if one.handle == where), None)
    since = happened if kind == "event" else None if a[0] is None or b[0] is None else max(a[0], b[0])
    strength = BASES[kind] * size
    if kind == "employer":
        ends = [
            now if still else min(first if last is None else last, now)
            for first, last, still in (a, b)
            if first is not None
        ]
        months = max(0, min(ends) - since + 1) if since is not None else 0
        if not months:
            return 0.0, 0.0
        strength *= months / (months + HALF_OVERLAP)
        last = min(ends)
    else:
        last = min(_last(seen, kind, where, happened, one) for one in (a, b))
    strength *= 2 ** -(max(0, now - last) / 12 / HALF_LIFE)
    return strength * _fresh(since), strength


def _last(seen: Seen, kind: str, where: str, happened: int | None, times: Times) -> int:
    otherwise = {"event": happened, "group": this_month()}.get(kind)
    if kind == "cohort":
        otherwise = seen.cohorts[where].graduation_year * 12 + 5
    known = times[1] if times[1] is not None and kind != "event" else otherwise
    return this_month() - 12 * UNKNOWN if known is None else known
