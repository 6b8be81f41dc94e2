"""Who could introduce somebody, and who asked for it, worked out plainly: every pair of people is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from tests.privacy.asking import Answer, Ask
from tests.privacy.expected.connections import brief
from tests.privacy.expected.ties import DECIMALS, evidence, this_month
from tests.privacy.seen import Seen
from tests.worlds import NOW, Account, Introduce, Job, Person, Stay, World, id_of, month_span

HALF_LIFE, LOAD_DAYS, LOAD_FACTOR, UNKNOWN, CERTAIN = 5, 30, 0.8, 10, 0.99
LOAD_STEP = 1
"""As tests/privacy/conftest.py sets it."""
KINDS = ("employer", "industry", "place", "alumnus")
ROLES = {"sent": "asker", "through_me": "introducer", "to_me": "target"}


class Time(NamedTuple):
    """A time at what was asked for."""

    id: str
    title: str | None
    since: str | None
    until: str | None
    present: bool
    first: int | None
    last: int | None

    @property
    def rank(self) -> tuple[object, ...]:
        """The present one first, then the one that ended last."""
        ended = self.last or self.first or 0
        return (not self.present, -ended, -(self.first or 0), self.id, self.title is None, self.title or "")


def introductions(world: World, account: Account, ask: Ask, answer: Answer) -> None:
    """Holds an answer of `/v1/introductions` to the plain one."""
    seen = Seen(world, account.person)
    if account.person is None:
        assert answer.status == 403
        return
    asked = [(name, value) for name, value in ask.params if name in KINDS]
    limit = int(ask.param("limit", "10") or "10")
    if len(asked) != 1 or limit > 50:
        assert answer.status == 422
        return
    (kind, value), me = asked[0], seen.people[account.person]
    goal = _goal(seen, kind, value)
    if goal is None or goal == me.id:
        assert answer.status == (404 if kind == "alumnus" and goal is None else 422)
        return
    friends = {seen.people[one].id for one in seen.graph.neighbors(me.handle)}
    if kind == "alumnus" and goal in friends:
        assert answer.status == 409
        return
    assert answer.status == 200
    found = sorted(pairs_to(seen, me, kind, goal), key=_rank)
    body = answer.json
    assert (body["destination"]["kind"], body["destination"]["id"]) == (kind, goal)
    assert (body["found"], body["limited"], body["budgets"]) == (len(found), len(found) > limit, [])
    assert [_told(one) for one in body["items"]] == found[:limit]


def _goal(seen: Seen, kind: str, value: str) -> str | None:
    """The id of what is asked for, if it can be seen."""
    if kind == "alumnus":
        return value if value in seen.by_id else None
    if kind == "employer":
        return next((value for one in seen.employers if id_of("Employer", one) == value), None)
    label, catalogue = ("Industry", seen.industries) if kind == "industry" else ("Place", seen.places)
    return next((id_of(label, code) for code in catalogue if value in (code, id_of(label, code))), None)


def pairs_to(seen: Seen, me: Person, kind: str, goal: str) -> Iterator[dict[str, Any]]:
    """Every introduction there is."""
    world = seen.world
    strangers = [
        one
        for one in world.people
        if one is not me and one.handle not in world.ends_only and not seen.graph.has_edge(me.handle, one.handle)
    ]
    for bridge in world.people:
        near = evidence(seen, me, bridge, staff=False) if bridge is not me else []
        if not bridge.bridge or bridge.handle in world.ends_only or not near:
            continue
        for target in strangers:
            far = evidence(seen, bridge, target, staff=False) if target is not bridge else []
            times = sorted(times_at(seen, target, kind, goal), key=lambda time: time.rank)
            if far and (times or target.id == goal):
                yield _pair(seen, bridge, target, near, far, times[0] if times else None)


def _pair(
    seen: Seen, bridge: Person, target: Person, near: list[Any], far: list[Any], time: Time | None
) -> dict[str, Any]:
    strength, recency = _strength(near) * _strength(far), _recency(time)
    asked = sum(
        one.introducer == bridge.handle and one.created_at > NOW - timedelta(days=LOAD_DAYS)
        for one in seen.world.introductions
    )
    load = LOAD_FACTOR ** (asked // LOAD_STEP)
    return {
        "introducer": brief(bridge),
        "target": brief(target),
        "there": None if time is None else (time.id, time.title, time.since, time.until, time.present),
        "hops": [
            (round(_strength(hop), DECIMALS), [(*piece[:3], round(piece[3], DECIMALS)) for piece in hop])
            for hop in (near, far)
        ],
        "factors": {
            "near": round(_strength(near), 9),
            "far": round(_strength(far), 9),
            "strength": round(strength, 9),
            "recency": round(recency, 9),
            "load": round(load, 9),
        },
        "asked_lately": asked // LOAD_STEP * LOAD_STEP,
        "score": round(strength * recency * load, 9),
    }


def _told(item: dict[str, Any]) -> dict[str, Any]:
    """What an answer says of an introduction, without sentences."""
    assert item["summary"]
    assert item["arithmetic"].count("×") == 3
    there = item["there"]
    return {
        **{name: item[name] for name in ("introducer", "target", "factors", "asked_lately", "score")},
        "there": there and tuple(there[name] for name in ("id", "title", "since", "until", "present")),
        "hops": [
            (hop["strength"], [(one["kind"], one["id"], one["months"], one["strength"]) for one in hop["evidence"]])
            for hop in item["hops"]
        ],
    }


def _rank(pair: dict[str, Any]) -> tuple[object, ...]:
    factors = pair["factors"]
    return (
        -pair["score"],
        -factors["strength"],
        -factors["recency"],
        pair["introducer"]["id"],
        pair["target"]["id"],
    )


def _strength(pieces: list[Any]) -> float:
    rest = 1.0
    for piece in pieces:
        rest *= 1 - piece[3]
    return min(CERTAIN, 1 - rest)


def _recency(time: Time | None) -> float:
    if time is None or time.present:
        return 1.0
    last = time.first if time.last is None else time.last
    years = UNKNOWN if last is None else max(0, this_month() - last) / 12
    return 2 ** -(years / HALF_LIFE)


def times_at(seen: Seen, one: Person, kind: str, goal: str) -> Iterator[Time]:
    """When somebody was there."""
    if kind == "place":
        for stay in one.places:
            if goal in {id_of("Place", code) for code in seen.place_chain(stay.where)}:
                yield _time(id_of("Place", stay.where), None, stay, stay.until is None)
    for held in one.jobs:
        industries = {id_of("Industry", code) for code in seen.industry_chain(held.employer)}
        if (kind == "employer" and id_of("Employer", held.employer) == goal) or (
            kind == "industry" and goal in industries
        ):
            yield _time(id_of("Employer", held.employer), held.title, held, held.current)


def _time(thing: str, title: str | None, stay: Job | Stay, present: bool) -> Time:
    return Time(thing, title, stay.since, stay.until, present, *month_span(stay.since, stay.until))


def requests(world: World, account: Account, ask: Ask, answer: Answer) -> None:
    """Holds a list of requests for introductions to the plain one: those in that box, the newest first."""
    if account.person is None:
        assert answer.status == 403
        return
    assert answer.status == 200
    box, state = ask.param("box", "through_me") or "", ask.param("state")
    newest_first = sorted(world.introductions, key=lambda one: (one.days_ago, id_of("IntroductionRequest", one.handle)))
    expected = [
        _listed(world, one, box)
        for one in newest_first
        # What is left of a request between others is that it was made: it is in nobody's box.
        if getattr(one, ROLES[box]) == account.person and one.state != "open" and state in (None, one.state)
    ]
    items = [{name: item[name] for name in expected[0]} if expected else item for item in answer.json["items"]]
    assert items == expected


def _listed(world: World, one: Introduce, box: str) -> dict[str, Any]:
    people = world.people_by_handle
    return {
        "id": id_of("IntroductionRequest", one.handle),
        "box": box,
        **{role: brief(people[getattr(one, role)]) for role in ROLES.values()},
        "state": one.state,
        "to_introducer": one.to_introducer,
        "to_target": one.to_target,
    }
