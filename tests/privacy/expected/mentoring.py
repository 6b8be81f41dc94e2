"""Which mentors suit somebody, worked out plainly: everybody is looked at, one by one, in fractions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from math import floor, log2
from typing import Any

from tests.privacy.asking import Answer, Ask
from tests.privacy.expected.connections import brief, staff
from tests.privacy.expected.ties import this_month
from tests.privacy.seen import Seen
from tests.worlds import Account, Job, Person, Says, World, id_of, month_span, sees, view

WEIGHTS = {
    "path_walked": 200, "skills": 180, "industry": 140, "goal_experience": 130, "preference": 130, "programme": 60,
    "seniority_gap": 50, "meeting": 50, "language": 30, "network": 30,
}  # fmt: skip
PRIORS = {
    "path_walked": 200, "skills": 200, "industry": 300, "goal_experience": 400, "preference": 300, "programme": 200,
    "seniority_gap": 600, "meeting": 400, "language": 750, "network": 200,
}  # fmt: skip
SERVED_BY = {
    "change_field": "changed_field", "advance": "led_people", "found": "founded", "first_job": "hired_beginners",
    "return_to_work": "returned_after_break", "study_beside_work": "studied_beside_work", "relocate": "moved_place",
}  # fmt: skip
PLACES_OF_ONE, LEVEL_NEEDED, POINTS_EACH_TIME, MOST_SOUGHT, LEAST_KEPT = 3, 3, 8, 60, Fraction(98, 100)
NOTHING = Says()
Value = tuple[int, list[str]] | None
"""Thousandths, and the ids that it rests on; None when unknown."""


def my_mentoring(world: World, account: Account, ask: Ask, answer: Answer) -> None:
    """Holds an answer of `/v1/me/mentoring` to the plain one."""
    del ask
    if account.person is None:
        assert answer.status == 403
        return
    me = world.person(account.person)
    said, told = _says(world, me), answer.json
    ids = {one.handle: one.id for one in world.people}
    assert told["shortlist"] == [ids[one] for one in said.shortlist]
    assert told["reports_to"] == sorted(ids[one] for one in said.reports_to)
    assert told["goal_industries"] == list(said.goal_industries)
    assert (told["mentor"], told["mentees"]) == (bool(me.mentor), _mentees(world, me))
    assert (told["languages"], told["hours"]) == (dict(said.languages), sorted(said.hours))


def my_mentors(world: World, account: Account, ask: Ask, answer: Answer) -> None:
    """Holds an answer of `/v1/me/mentor-suggestions` to the plain one."""
    if account.person is None:
        assert answer.status == 403
        return
    assert answer.status == 200
    _hold(world, world, account.person, ask, answer, told=False)


def mentors_for(world: World, account: Account, ask: Ask, answer: Answer) -> None:
    """Holds an answer of `/v1/mentoring/mentees/{id}/suggestions` to the plain one."""
    if not staff(account):
        assert answer.status == 403
        return
    mentee = Seen(world, None).by_id.get(ask.path.split("/")[-2])
    if mentee is None or world.listed(mentee) == "nobody":
        assert answer.status == (404 if mentee is None else 409)
        return
    if ask.param("purpose") is None and mentee.handle not in dict(world.parts):
        assert answer.status == 422
        return
    assert answer.status == 200
    _hold(view(world, mentee.handle), world, mentee.handle, ask, answer, told=True)


def _hold(world: World, whole: World, mentee: str, ask: Ask, answer: Answer, *, told: bool) -> None:
    """`world` is what the mentee sees; of `whole` only what mentors tell the school alone counts, when it is `told`."""
    if told:
        people = tuple(replace(one, says=whole.person(one.handle).says) for one in world.people)
        world = replace(world, people=people)
    seen = Seen(world, mentee)
    me = seen.people[mentee]
    unseen = {one.handle for one in world.people if told and not sees(whole, one.handle, mentee)}
    found = [_rated(seen, me, one, unseen) for one in world.people if one.mentor and one.handle != mentee]
    found.sort(key=lambda one: (-one["score"], one["person"].order_key ^ me.order_key))
    allowed = [one for one in found if not one["gates"]]
    chosen = _chosen(allowed, int(ask.param("k", "5") or "5"))
    assert [_as_told(one) for one in answer.json["items"]] == [_item(one) for one in chosen]
    others = [one for one in found if one not in chosen][:3]
    lowest = min((one["score"] for one in chosen), default=0)
    assert [
        (one["person"], one["score"], one["why_not"], [gate["code"] for gate in one["gates"]])
        for one in answer.json["alternatives"]
    ] == [(brief(one["person"]), one["score"], _why_not(one, lowest), one["gates"]) for one in others]


def _why_not(one: dict[str, Any], lowest: int) -> str:
    if one["gates"]:
        return "full" if one["gates"] == ["no_capacity"] else "gated"
    return "shown_often" if one["score"] > lowest else "lower_score"


def _chosen(allowed: list[dict[str, Any]], k: int) -> list[dict[str, Any]]:
    best = sum(one["score"] for one in allowed[:k])
    step = POINTS_EACH_TIME
    while step:
        order = sorted(allowed, key=lambda one: one["demand"] * step - one["score"])[:k]
        if sum(one["score"] for one in order) >= best * LEAST_KEPT:
            return [one for one in allowed if one in order]
        step //= 2
    return allowed[:k]


def _as_told(item: dict[str, Any]) -> dict[str, Any]:
    assert item["score"] == sum(one["points"] for one in item["features"])
    features = {
        one["name"]: (one["value"], one["points"], sorted(piece["id"] for piece in one["evidence"]))
        for one in item["features"]
    }
    return {**{name: item[name] for name in ("person", "score", "coverage", "places_left")}, "features": features}


def _item(one: dict[str, Any]) -> dict[str, Any]:
    known = sum(WEIGHTS[name] for name, (value, _, _) in one["features"].items() if value is not None)
    told = {name: one[name] for name in ("score", "features", "places_left")}
    return {**told, "person": brief(one["person"]), "coverage": known / 1000}


def _rated(seen: Seen, me: Person, other: Person, unseen: set[str]) -> dict[str, Any]:
    values = {
        "path_walked": _path(seen, me, other),
        "skills": _skills(seen, me, other),
        "industry": _industry(seen, me, other),
        "goal_experience": _experience(seen, me, other),
        "preference": _preference(seen, me, other),
        "programme": _programme(seen, me, other),
        "seniority_gap": _seniority(me, other),
        "meeting": _meeting(seen, me, other),
        "language": _language(seen, me, other),
        "network": _network(seen, me, other),
    }
    features = {}
    for name, value in values.items():
        points = _rounded(Fraction(WEIGHTS[name] * (PRIORS[name] if value is None else value[0]), 1000))
        features[name] = (None, points, []) if value is None else (value[0] / 1000, points, sorted(value[1]))
    lookers = {a for a, b in seen.world.shown_mentors if b == other.handle and a != me.handle}
    mentored = {b for a, b, _ in seen.world.mentoring if a == other.handle and b != me.handle}
    return {
        "person": other,
        "score": sum(points for _, points, _ in features.values()),
        "features": features,
        "gates": _gates(seen, me, other, unseen),
        "demand": min(MOST_SOUGHT, len(lookers) + 3 * len(mentored)),
        "places_left": max(0, _places_left(seen, other)),
    }


def _gates(seen: Seen, me: Person, other: Person, unseen: set[str]) -> list[str]:
    mine, theirs = _says(seen.world, me), _says(seen.world, other)
    present = [{job.employer for job in one.jobs if job.current} for one in (me, other)]
    closed = {
        "same_employer": bool(present[0] & present[1]),
        "reporting_line": other.handle in mine.reports_to or me.handle in theirs.reports_to,
        "not_agreed": other.handle in unseen,
        "not_open": theirs.paused,
        "no_capacity": _places_left(seen, other) <= 0,
        "no_language": bool(mine.languages and theirs.languages) and _best_language(mine, theirs)[0] < LEVEL_NEEDED,
        "no_hour": bool(mine.hours and theirs.hours) and not set(mine.hours) & set(theirs.hours),
        "earlier_pair": any((a, b) == (other.handle, me.handle) for a, b, _ in seen.world.mentoring),
    }
    return [gate for gate, shut in closed.items() if shut]


def _places_left(seen: Seen, other: Person) -> int:
    capacity = _says(seen.world, other).capacity
    return (PLACES_OF_ONE if capacity is None else capacity) - _mentees(seen.world, other)


def _mentees(world: World, one: Person) -> int:
    if one.mentees is not None:
        return one.mentees
    return sum(mentor == one.handle and not ended for mentor, _, ended in world.mentoring)


def _says(world: World, one: Person) -> Says:
    """What somebody says, without those whom nobody knows any more."""
    said = one.says or NOTHING
    there = world.people_by_handle
    return replace(
        said,
        shortlist=tuple(name for name in said.shortlist if name in there),
        reports_to=tuple(name for name in said.reports_to if name in there),
    )


def _rounded(number: Fraction) -> int:
    return floor(number + Fraction(1, 2))


def _mean(parts: Sequence[tuple[int, int]]) -> int:
    return _rounded(Fraction(sum(weight * value for weight, value in parts), sum(weight for weight, _ in parts)))


# --- careers ----------------------------------------------------------------------------------------------------------
def _chain(seen: Seen, job: Job) -> list[str]:
    return seen.industry_chain(job.employer)[::-1]


def _span(job: Job) -> tuple[int | None, int | None]:
    first, last = month_span(job.since, job.until)
    return first, last


def _standing(seen: Seen, one: Person) -> list[Job]:
    known = [job for job in one.jobs if _chain(seen, job) or job.function or job.level]
    present = [job for job in known if job.current]
    if present or not known:
        return present
    return [max(known, key=_lately)]


def _lately(job: Job) -> tuple[int, int, int]:
    first, last = _span(job)
    return (last or first or 0, first or 0, job.level or 0)


def _near(wanted: str, chain: list[str]) -> int:
    if wanted in chain:
        return 1000
    above = [code for code in chain if wanted.startswith(code)]
    return 0 if not above else 700 if any(len(code) > 1 for code in above) else 400


def _apart(steps: int) -> int:
    return {0: 1000, 1: 600, 2: 200}.get(steps, 0)


def _fresh(months: int) -> int:
    return round(1000 * 0.5 ** (max(0, min(months, 1200)) / 120))


def _ended(job: Job) -> int | None:
    first, last = _span(job)
    return this_month() if job.current else last if last is not None else first


def _like(seen: Seen, job: Job, industries: Iterable[str], functions: set[str], level: int | None, *, up: bool) -> int:
    """How like something wanted a job is; `up`: whoever is above the level has reached it."""
    chain, wanted = _chain(seen, job), list(industries)
    parts: list[tuple[int, int]] = []
    if wanted:
        parts.append((450, max(_near(code, chain) for code in wanted) if chain else 300))
    if functions:
        parts.append((350, 300 if job.function is None else 1000 if job.function in functions else 0))
    if level is not None:
        steps = None if job.level is None else level - job.level
        parts.append((200, 300 if steps is None else _apart(max(0, steps) if up else abs(steps))))
    return _mean(parts)


def _path(seen: Seen, me: Person, other: Person) -> Value:
    said = _says(seen.world, me)
    own = _standing(seen, me)
    dated = sorted((job for job in _stored(other) if _span(job)[0] is not None), key=lambda job: _span(job)[0] or 0)
    if not own or not dated or not (said.goal_industries or said.goal_functions or said.goal_level is not None):
        return None
    best, steps = 0, []
    for later in dated:
        goal = _like(seen, later, said.goal_industries, set(said.goal_functions), said.goal_level, up=True)
        reached = goal * _fresh(this_month() - (_ended(later) or 0))
        for earlier in dated:
            if (_span(earlier)[0] or 0) < (_span(later)[0] or 0):
                start = max(_like_mine(seen, earlier, one) for one in own)
                if start * reached > best:
                    best, steps = start * reached, [earlier, later]
    value = _rounded(Fraction(best, 1_000_000))
    return value, [id_of("Employer", job.employer) for job in steps] if value else []


def _like_mine(seen: Seen, job: Job, mine: Job) -> int:
    chain = _chain(seen, mine)
    return _like(seen, job, chain[-1:], {mine.function} if mine.function else set(), mine.level, up=False)


def _stored(one: Person) -> list[Job]:
    """Jobs as the graph gives them."""
    return sorted(one.jobs, key=lambda job: (_span(job)[0] or 0, id_of("Employer", job.employer), job.title))


def _industry(seen: Seen, me: Person, other: Person) -> Value:
    wanted = list(_says(seen.world, me).goal_industries) or [
        _chain(seen, job)[-1] for job in _standing(seen, me) if _chain(seen, job)
    ]
    placed = [job for job in _stored(other) if _chain(seen, job)]
    if not wanted or not placed:
        return None
    near = [(max(_near(code, _chain(seen, job)) for code in wanted), job) for job in placed]
    value = min(1000, _rounded(Fraction(sum(like * _months(job) for like, job in near), 60)))
    return value, [id_of("Employer", job.employer) for like, job in near if like] if value else []


def _months(job: Job) -> int:
    first, last = _span(job)
    end = this_month() if job.current else last
    months = 12 if first is None or end is None else max(1, min(end - first + 1, 600))
    ended = _ended(job)
    return _rounded(Fraction(months * _fresh(120 if ended is None else this_month() - ended), 1000))


def _level(one: Person) -> int | None:
    known = [job for job in one.jobs if job.level is not None]
    present = [job.level for job in known if job.current and job.level is not None]
    if present:
        return max(present)
    return max(known, key=_lately).level if known else None


def _seniority(me: Person, other: Person) -> Value:
    mine, theirs = _level(me), _level(other)
    if mine is None or theirs is None:
        return None
    steps = {-1: 200, 0: 500, 1: 1000, 2: 1000, 3: 1000, 4: 700, 5: 400}
    return steps.get(theirs - mine, 0), [str(mine), str(theirs)]


# --- everything else --------------------------------------------------------------------------------------------------
def _skills(seen: Seen, me: Person, other: Person) -> Value:
    wanted = {held.skill for held in me.skills if held.kind == "wanted"}
    offered = {held.skill for held in other.skills if held.kind == "offered"}
    if not wanted or not offered:
        return None
    mentors = [one for one in seen.world.people if one.mentor and one.handle != me.handle]

    def weight(skill: str) -> int:
        offering = sum(any((held.skill, held.kind) == (skill, "offered") for held in one.skills) for one in mentors)
        if not offering:
            return 11_000
        return max(1000, round(1000 * (1 + log2((len(mentors) + 1) / (offering + 1)))))

    both = wanted & offered
    value = Fraction(1000 * sum(map(weight, both)), sum(map(weight, wanted)))
    return _rounded(value), [id_of("Skill", skill) for skill in both]


def _experience(seen: Seen, me: Person, other: Person) -> Value:
    asked, lived = set(_says(seen.world, me).goal_types), set(_says(seen.world, other).experience)
    if not asked or not lived:
        return None
    served = [SERVED_BY[goal] for goal in asked if SERVED_BY[goal] in lived]
    return _rounded(Fraction(1000 * len(served), len(asked))), served


def _preference(seen: Seen, me: Person, other: Person) -> Value:
    sides: list[int] = []
    named: list[str] = []
    for chooser, chosen in ((me, other), (other, me)):
        listed = _says(seen.world, chooser).shortlist
        if chosen.handle in listed:
            sides.append(max(500, 1000 - 100 * listed.index(chosen.handle)))
            named.append(chosen.id)
        elif listed:
            sides.append(0)
    return (_rounded(Fraction(sum(sides), len(sides))), named) if sides else None


def _programme(seen: Seen, me: Person, other: Person) -> Value:
    mine, theirs = ({seen.cohorts[stay.where].programme for stay in one.cohorts} for one in (me, other))
    if not mine or not theirs:
        return None
    return 1000 if mine & theirs else 0, sorted(mine & theirs)


def _meeting(seen: Seen, me: Person, other: Person) -> Value:
    mine, theirs = _says(seen.world, me), _says(seen.world, other)
    parts: list[int] = []
    evidence: list[str] = []
    if mine.hours and theirs.hours:
        common = sorted(set(mine.hours) & set(theirs.hours))
        parts.append((0, 400, 700, 1000)[min(3, len(common))])
        evidence += [str(hour) for hour in common[:5]]
    homes = [_home(seen, one) for one in (me, other)]
    if (mine.in_person or theirs.in_person) and all(homes):
        same = homes[0] == homes[1] and len(homes[0]) > 1
        near = homes[0][1:2] == homes[1][1:2] != []
        parts.append(1000 if same else 500 if near else 0)
        evidence += homes[1][-1:] if same else homes[1][1:2] if near else []
    return (_rounded(Fraction(sum(parts), len(parts))), evidence) if parts else None


def _home(seen: Seen, one: Person) -> list[str]:
    present = [stay for stay in one.places if stay.until is None]
    if not present:
        return []
    latest = min(present, key=lambda stay: (-(month_span(stay.since, None)[0] or 0), id_of("Place", stay.where)))
    return seen.place_chain(latest.where)[::-1]


def _best_language(mine: Says, theirs: Says) -> tuple[int, str]:
    common = dict(mine.languages).keys() & dict(theirs.languages).keys()
    levels = {code: min(dict(mine.languages)[code], dict(theirs.languages)[code]) for code in common}
    return max(
        ((level, code) for code, level in levels.items()), key=lambda one: (one[0], one[1] != "zh"), default=(0, "")
    )


def _language(seen: Seen, me: Person, other: Person) -> Value:
    mine, theirs = _says(seen.world, me), _says(seen.world, other)
    if not mine.languages or not theirs.languages:
        return None
    level, code = _best_language(mine, theirs)
    return 250 * level, [code] if level else []


def _network(seen: Seen, me: Person, other: Person) -> Value:
    if seen.graph.has_edge(me.handle, other.handle):
        return 1000, [other.id]
    mutual = seen.mutual(other.handle)
    if not mutual:
        return None
    return (0, 400, 550, 700, 850, 1000)[min(5, len(mutual))], [one.id for one in mutual[:5]]
