"""How two people are connected, and who asked whom, worked out plainly."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from tests.privacy.asking import Answer, Ask
from tests.privacy.expected.ties import strong_routes, told
from tests.privacy.seen import Seen
from tests.worlds import Account, Asked, Job, Person, World, id_of, month_span

LONGEST_ROUTE = 6
MUTUAL_SHOWN = 10


def connection(world: World, account: Account, ask: Ask, answer: Answer) -> None:
    """Holds an answer of `/v1/connections/{id}` to the plain one."""
    seen = Seen(world, account.person)
    other = seen.by_id.get(ask.path.rpartition("/")[2])
    if account.person is None:
        assert answer.status == 403
        return
    if other is None or other.handle == account.person:
        assert answer.status in ((404,) if other is None else (200, 404, 409, 422))
        return
    assert answer.status == 200
    body = answer.json
    assert body.pop("summary")
    plain = _connection(seen, other)
    strongest = body.pop("strongest")
    assert without_text(body) == plain
    asked = int(ask.param("routes", "3") or "3")
    if asked == 0:
        assert strongest is None
        return
    assert (strongest["exact"], strongest["stopped_at"], strongest["budget"]) == (True, None, None)
    assert [told(route) for route in strongest["routes"]] == strong_routes(seen, other, asked, staff=staff(account))


def staff(account: Account) -> bool:
    """Whether that account sees every record."""
    return account.role in ("staff", "admin")


def without_text(body: dict[str, Any]) -> dict[str, Any]:
    """The answer without sentences: their facts are beside them."""
    for hop in (body["route"] or {}).get("hops", ()):
        hop["evidence"] = [{k: v for k, v in one.items() if k != "text"} for one in hop["evidence"]]
    return body


def _connection(seen: Seen, other: Person) -> dict[str, Any]:
    viewer = seen.viewer
    assert viewer is not None
    ways = [way for way in seen.routes(other.handle) if len(way) - 1 <= LONGEST_ROUTE]
    mutual = [brief(one) for one in seen.mutual(other.handle)]
    known = seen.graph.get_edge_data(viewer, other.handle)
    return {
        "person": brief(other),
        "degree": seen.degree(other.handle),
        "hops": len(ways[0]) - 1 if ways else None,
        "longest_route": LONGEST_ROUTE,
        "since": known["since"] if known else None,
        "mutual_count": len(mutual),
        "mutual": mutual[:MUTUAL_SHOWN],
        "limited": len(mutual) > MUTUAL_SHOWN,
        "in_common": in_common(seen, seen.people[viewer], other),
        "route": _route(seen, ways[0]) if ways else None,
    }


def brief(one: Person) -> dict[str, Any]:
    """A person in a list of people."""
    return {"id": one.id, "name": one.name, "name_latin": one.name_latin}


def _route(seen: Seen, way: list[str]) -> dict[str, Any]:
    people = [seen.people[handle] for handle in way]
    return {
        "people": [brief(one) for one in people],
        "hops": [{"a": brief(a), "b": brief(b), "evidence": _evidence(seen, a, b)} for a, b in pairwise(people)],
    }


def _evidence(seen: Seen, a: Person, b: Person) -> list[dict[str, Any]]:
    ground = in_common(seen, a, b)
    nothing = {"id": None, "since": None, "until": None, "months": None, "strength": None}
    found = [{**nothing, "kind": "knows", "since": seen.graph.edges[a.handle, b.handle]["since"]}]
    found += [{**nothing, "kind": "cohort", "id": one["id"]} for one in ground["cohorts"]]
    found += [
        {"kind": "employer", "strength": None, **{name: one[name] for name in ("id", "since", "until", "months")}}
        for one in ground["employers"]
        if one["months"]
    ]
    found += [{**nothing, "kind": "event", "id": one["id"], "since": one["date"]} for one in ground["events"]]
    return found + [{**nothing, "kind": "group", "id": one["id"]} for one in ground["groups"]]


def in_common(seen: Seen, a: Person, b: Person) -> dict[str, list[dict[str, Any]]]:
    """What two people have in common, each list in the order of ids."""
    world = seen.world
    cohorts = {one.handle: one.name for one in world.cohorts}
    events = {one.handle: one for one in world.events}
    groups = {one.handle: one.name for one in world.groups}
    return {
        "cohorts": _by_id(
            {"id": id_of("Cohort", one), "name": cohorts[one], "name_en": None} for one in _both(a.cohorts, b.cohorts)
        ),
        "employers": _by_id(
            _employer(seen, handle, a, b)
            for handle in {held.employer for held in a.jobs} & {held.employer for held in b.jobs}
        ),
        "events": _by_id(
            {"id": id_of("Event", one), "name": events[one].name, "date": events[one].date}
            for one in _both(a.events, b.events)
        ),
        "groups": _by_id(
            {"id": id_of("Group", one), "name": groups[one], "name_en": None} for one in _both(a.groups, b.groups)
        ),
        "places": _by_id(
            {"id": id_of("Place", code), "name": seen.places[code].name, "name_en": seen.places[code].name_en}
            for code in homes(a) & homes(b)
        ),
        "industries": _by_id(
            {
                "id": id_of("Industry", code),
                "name": seen.industries[code].name,
                "name_en": seen.industries[code].name_en,
            }
            for code in present_industries(seen, a) & present_industries(seen, b)
        ),
    }


def homes(one: Person) -> set[str]:
    """The codes of the places that somebody lives in now."""
    return {stay.where for stay in one.places if stay.until is None}


def present_industries(seen: Seen, one: Person) -> set[str]:
    """The codes of the industries of somebody's present jobs."""
    return {
        industry
        for held in one.jobs
        if held.current and (industry := seen.employers[held.employer].industry) is not None
    }


def _both(one: Iterable[Any], other: Iterable[Any]) -> set[str]:
    return {stay.where for stay in one} & {stay.where for stay in other}


def _by_id(entries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(entries, key=lambda entry: entry["id"])


def _employer(seen: Seen, handle: str, a: Person, b: Person) -> dict[str, Any]:
    together: set[int] = set()
    still = False
    for one in a.jobs:
        for other in b.jobs:
            if one.employer == other.employer == handle:
                months = _months(one) & _months(other)
                together |= months
                still |= one.current and other.current
    return {
        "id": id_of("Employer", handle),
        "name": seen.employers[handle].name,
        "since": _month(min(together)) if together else None,
        "until": None if still or not together else _month(max(together)),
        "months": len(together),
        "still": still and bool(together),
    }


def _months(held: Job) -> set[int]:
    """The months of a job as far as they are known: a job that is over without a date was there in its first month."""
    first, last = month_span(held.since, held.until)
    if first is None:
        return set()
    today = datetime.now(UTC)
    now = today.year * 12 + today.month - 1
    if held.current:
        last = now
    return set(range(first, min(first if last is None else last, now) + 1))


def _month(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def requests(world: World, account: Account, ask: Ask, answer: Answer) -> None:
    """Holds a list of connection requests to the plain one: those in that box, the newest first."""
    if account.person is None:
        assert answer.status == 403
        return
    assert answer.status == 200
    people, box, state = world.people_by_handle, ask.param("box", "received"), ask.param("state")
    own, other = ("receiver", "sender") if box == "received" else ("sender", "receiver")
    expected = [
        {"id": id_of("ConnectionRequest", one.handle), "box": box, "state": as_told(one, box), "message": one.message}
        | {"person": brief(people[getattr(one, other)])}
        for one in sorted(world.requests, key=lambda one: (-one.day, id_of("ConnectionRequest", one.handle)))
        if getattr(one, own) == account.person and state in (None, as_told(one, box))
    ]
    assert [
        {name: item[name] for name in expected[0]} if expected else item for item in answer.json["items"]
    ] == expected


def as_told(one: Asked, box: str | None) -> str:
    """The state of a request as the viewer is told: who asked is not told that they were declined."""
    return "pending" if box == "sent" and one.state == "declined" else one.state
