"""The directory worked out plainly: who is found, in which order, on which cards, and how they are counted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tests.privacy.asking import Answer, Ask
from tests.privacy.expected.connections import homes, present_industries
from tests.privacy.seen import Seen
from tests.worlds import (
    AS_OF,
    SOURCE,
    Account,
    Job,
    Person,
    Place,
    Stay,
    World,
    id_of,
    month_span,
    names,
    recent_month,
    search_text,
)

CONTACT = ("email", "phone", "wechat")
STAFFS = ("key", "listed", "show_connections", "contact_audience", "bridge", "mentor", "research")


# --- what is found ----------------------------------------------------------------------------------------------------
def found(seen: Seen, ask: Ask) -> list[Person]:
    """The people who meet every filter of the question."""
    return [one for one in seen.people.values() if all(met(seen, ask, one) for met in _FILTERS)]


def unknown(seen: Seen, ask: Ask) -> bool:
    """Whether the question names something that is not there, as far as the viewer may know."""
    named = {
        "industry": {*seen.industries, *(id_of("Industry", code) for code in seen.industries)},
        "place": {*seen.places, *(id_of("Place", code) for code in seen.places)},
        "cohort": {id_of("Cohort", handle) for handle in seen.cohorts},
        "employer": {id_of("Employer", handle) for handle in seen.employers},
        "skill": {id_of("Skill", skill) for skill in seen.world.skills},
    }
    return any(set(ask.all(name)) - known for name, known in named.items())


def _text(seen: Seen, ask: Ask, one: Person) -> bool:
    wanted = ask.param("q")
    return wanted is None or _rank(seen, one, wanted) is not None


def _rank(seen: Seen, one: Person, wanted: str) -> int | None:
    """How well a person fits: 0 the name, 1 its beginning, 2 words of the record, 3 parts of them; None not at all."""
    whole, joined = wanted.lower(), wanted.lower().replace(" ", "")
    words, record = whole.split(), search_text(seen.world, one)
    if not all(word in record if word[0] > "\u3000" else f" {word}" in f" {record}" for word in words):
        return None
    pinyin = names.pinyin_of(one.name)
    forms = [one.name.lower(), (one.name_latin or "").lower()]
    joined_forms = [pinyin.replace(" ", ""), names.initials_of(pinyin)]
    if whole in forms or joined in joined_forms:
        return 0
    if any(form.startswith(whole) for form in forms) or any(form.startswith(joined) for form in joined_forms):
        return 1
    return 2 if all(f" {word} " in f" {record} " for word in words) else 3


def _present_job(seen: Seen, ask: Ask, one: Person) -> bool:
    """Whatever is said of the present job has to be true of one present job."""
    industries = _codes(ask.all("industry"), "Industry", seen.industries)
    functions, levels = ask.all("function"), ask.all("level")
    least, most = ask.param("level_min"), ask.param("level_max")
    employers = ask.all("employer") if ask.param("employer_when") == "now" else []
    if not (industries or functions or levels or least or most or employers):
        return True
    return any(
        held.current
        and (not industries or bool(industries & set(seen.industry_chain(held.employer))))
        and (not functions or held.function in functions)
        and (not levels or str(held.level) in levels)
        and (least is None or (held.level is not None and held.level >= int(least)))
        and (most is None or (held.level is not None and held.level <= int(most)))
        and (not employers or id_of("Employer", held.employer) in employers)
        for held in one.jobs
    )


def _ever(seen: Seen, ask: Ask, one: Person) -> bool:
    wanted = ask.all("employer") if ask.param("employer_when") != "now" else []
    return not wanted or any(id_of("Employer", held.employer) in wanted for held in one.jobs)


def _membership(seen: Seen, ask: Ask, one: Person) -> bool:
    """Whatever is said of the time at school has to be true of one cohort."""
    cohorts, types = ask.all("cohort"), ask.all("programme_type")
    first, last = ask.param("graduation_from"), ask.param("graduation_to")
    if not (cohorts or types or first or last):
        return True
    return any(
        (not cohorts or id_of("Cohort", stay.where) in cohorts)
        and (not types or seen.cohorts[stay.where].programme_type in types)
        and (first is None or seen.cohorts[stay.where].graduation_year >= int(first))
        and (last is None or seen.cohorts[stay.where].graduation_year <= int(last))
        for stay in one.cohorts
    )


def _place(seen: Seen, ask: Ask, one: Person) -> bool:
    wanted = _codes(ask.all("place"), "Place", seen.places)
    return not wanted or any(wanted & set(seen.place_chain(home)) for home in homes(one))


def _skill(seen: Seen, ask: Ask, one: Person) -> bool:
    wanted = ask.all("skill")
    return not wanted or any(id_of("Skill", held.skill) in wanted for held in one.skills if held.kind == "offered")


def _degree(seen: Seen, ask: Ask, one: Person) -> bool:
    wanted = ask.all("degree")
    return not wanted or str(seen.degree(one.handle)) in wanted


def _mentoring(seen: Seen, ask: Ask, one: Person) -> bool:
    wanted = ask.param("open_to_mentoring")
    return wanted is None or (one.mentor is True) == (wanted == "true")


_FILTERS: tuple[Callable[[Seen, Ask, Person], bool], ...] = (
    _text,
    _present_job,
    _ever,
    _membership,
    _place,
    _skill,
    _degree,
    _mentoring,
)


def _codes(asked: Iterable[str], label: str, tree: Mapping[str, Any]) -> set[str]:
    by_id = {id_of(label, code): code for code in tree}
    return {by_id.get(value, value) for value in asked}


# --- in which order ---------------------------------------------------------------------------------------------------
def in_order(seen: Seen, ask: Ask, people: Iterable[Person]) -> list[Person]:
    """The people in the order that was asked for."""
    wanted = ask.param("q")
    sort = ask.param("sort") or ("relevance" if wanted else "closeness" if seen.viewer else "recency")

    def recency(one: Person) -> tuple[int, int]:
        return -(recent_month(one) or 0), one.order_key

    keys: dict[str, Callable[[Person], Any]] = {
        "recency": recency,
        "name": lambda one: (names.pinyin_of(one.name), one.name, one.order_key),
        "relevance": lambda one: (_rank(seen, one, wanted or ""), *recency(one)),
        "closeness": lambda one: (_steps(seen, one), *recency(one)),
    }
    return sorted(people, key=keys[sort])


def _steps(seen: Seen, one: Person) -> int:
    degree = seen.degree(one.handle)
    return 4 if degree is None else degree


# --- how somebody is shown --------------------------------------------------------------------------------------------
def card(seen: Seen, one: Person) -> dict[str, Any]:
    """What a list shows of a person."""
    held = _present(seen, one)
    home = min(
        (stay for stay in one.places if stay.until is None),
        key=lambda stay: (-(_began(stay) or 0), id_of("Place", stay.where)),
        default=None,
    )
    return {
        "id": one.id,
        "name": one.name,
        "name_latin": one.name_latin,
        "cohorts": [_cohort_of_card(seen, handle) for handle in _cohorts_in_order(one)],
        "job": _job_of_card(seen, held) if held else None,
        "industry": _industry(seen, held.employer) if held else None,
        "place": place_of_card(seen.places[home.where]) if home else None,
        "open_to_mentoring": one.mentor is True,
        **_relation(seen, one),
    }


def _relation(seen: Seen, one: Person) -> dict[str, Any]:
    another = seen.viewer is not None and seen.viewer != one.handle
    return {
        "degree": seen.degree(one.handle),
        "mutual_connections": len(seen.mutual(one.handle)) if another else None,
        "in_common": in_common(seen, one),
    }


def _present(seen: Seen, one: Person) -> Job | None:
    def first(held: Job) -> tuple[Any, ...]:
        rank = (-(held.level or 0), -(_began(held) or 0), id_of("Employer", held.employer))
        return (*rank, held.title, held.function is None, held.function or "")

    return min((held for held in one.jobs if held.current), key=first, default=None)


def _began(stay: Job | Stay) -> int | None:
    return month_span(stay.since, None)[0]


def _cohorts_in_order(one: Person) -> list[str]:
    began: dict[str, int] = {}
    for stay in one.cohorts:
        month = _began(stay) or 0
        began[stay.where] = min(month, began.get(stay.where, month))
    return sorted(began, key=lambda handle: (began[handle], id_of("Cohort", handle)))


def _cohort_of_card(seen: Seen, handle: str) -> dict[str, Any]:
    cohort = seen.cohorts[handle]
    shown = {name: getattr(cohort, name) for name in ("name", "programme", "programme_type", "graduation_year")}
    return {"id": id_of("Cohort", handle), **shown}


def _job_of_card(seen: Seen, held: Job) -> dict[str, Any]:
    return {
        "title": held.title,
        "function": held.function,
        "level": held.level,
        "since": held.since,
        "employer": _employer(seen, held.employer),
    }


def _employer(seen: Seen, handle: str) -> dict[str, Any]:
    return {"id": id_of("Employer", handle), "name": seen.employers[handle].name}


def _industry(seen: Seen, employer: str) -> dict[str, Any] | None:
    code = seen.employers[employer].industry
    return None if code is None else industry_of_card(seen, code)


def industry_of_card(seen: Seen, code: str) -> dict[str, Any]:
    """An industry as it is shown on a card."""
    industry = seen.industries[code]
    return {"id": id_of("Industry", code), "code": code, "name": industry.name, "name_en": industry.name_en}


def place_of_card(place: Place) -> dict[str, Any]:
    """A place as it is shown on a card."""
    shown = {"code": place.code, "name": place.name, "name_en": place.name_en, "kind": place.kind}
    return {"id": id_of("Place", place.code), **shown}


def in_common(seen: Seen, one: Person) -> dict[str, list[dict[str, Any]]]:
    """What the viewer and a person have in common; nothing on one's own card."""
    nothing: dict[str, list[dict[str, Any]]] = {
        kind: [] for kind in ("cohorts", "employers", "places", "industries", "events", "groups", "skills")
    }
    if seen.viewer is None or seen.viewer == one.handle:
        return nothing
    own, world = seen.people[seen.viewer], seen.world

    def both(
        label: str, name_of: Mapping[str, str], mine: Iterable[str], theirs: Iterable[str]
    ) -> list[dict[str, Any]]:
        shared = ({"id": id_of(label, handle), "name": name_of[handle]} for handle in set(mine) & set(theirs))
        return sorted(shared, key=lambda entry: (entry["name"], entry["id"]))

    def where(stays: Iterable[Stay]) -> set[str]:
        return {stay.where for stay in stays}

    return {
        "cohorts": both("Cohort", {c.handle: c.name for c in world.cohorts}, where(own.cohorts), where(one.cohorts)),
        "employers": both(
            "Employer",
            {e.handle: e.name for e in world.employers},
            {held.employer for held in own.jobs},
            {held.employer for held in one.jobs},
        ),
        "places": both("Place", {p.code: p.name for p in world.places}, homes(own), homes(one)),
        "industries": both(
            "Industry",
            {i.code: i.name for i in world.industries},
            present_industries(seen, own),
            present_industries(seen, one),
        ),
        "events": both("Event", {e.handle: e.name for e in world.events}, where(own.events), where(one.events)),
        "groups": both("Group", {g.handle: g.name for g in world.groups}, where(own.groups), where(one.groups)),
        "skills": both(
            "Skill",
            {skill: skill for skill in world.skills},
            {held.skill for held in own.skills},
            {held.skill for held in one.skills},
        ),
    }


# --- the reads --------------------------------------------------------------------------------------------------------
def alumni(world: World, account: Account, ask: Ask, answer: Answer) -> None:
    """Holds an answer of `/v1/alumni` to the plain one."""
    seen = Seen(world, account.person)
    if (status := _refused(seen, account, ask)) is not None:
        assert answer.status == status
        return
    assert answer.status == 200
    expected = [card(seen, one) for one in in_order(seen, ask, found(seen, ask))]
    items = answer.json["items"]
    assert [item["name"] for item in items] == [item["name"] for item in expected]
    assert items == expected


def _refused(seen: Seen, account: Account, ask: Ask) -> int | None:
    if account.role == "researcher":
        return 403
    impossible = seen.viewer is None and (ask.all("degree") or ask.param("sort") == "closeness")
    nonsense = ask.param("sort") == "relevance" and ask.param("q") is None
    return 422 if impossible or nonsense or unknown(seen, ask) else None


def record(world: World, account: Account, ask: Ask, answer: Answer) -> None:
    """Holds an answer of `/v1/alumni/{id}` to the plain one."""
    if account.role == "researcher":
        assert answer.status == 403
        return
    seen = Seen(world, account.person)
    one = seen.by_id.get(ask.path.rpartition("/")[2])
    if one is None:
        assert answer.status == 404
        return
    assert answer.status == 200
    body = answer.json
    staff, own = account.role == "staff", account.person == one.handle
    contact_shown = own or not staff or one.contact_audience != "nobody"
    expected = {
        "id": one.id,
        "name": one.name,
        "name_latin": one.name_latin,
        "about": one.about,
        "open_to_mentoring": one.mentor is True,
        "industry": _industry(seen, held.employer) if (held := _present(seen, one)) else None,
        **{name: getattr(one, name) if contact_shown else None for name in CONTACT},
        **{name: getattr(one, name) if staff or own else None for name in STAFFS},
        "source": one.source,
        "as_of": one.as_of,
        **_relation(seen, one),
    }
    assert {name: body[name] for name in expected} == expected
    assert (body["created_at"] is None) == (body["updated_at"] is None) == (not staff and not own)
    for name, facts in _facts(seen, one, told=staff or own).items():
        assert _in_order(body[name]) == _in_order(facts), name


def _in_order(facts: Iterable[dict[str, Any]]) -> list[str]:
    return sorted(json.dumps(fact, sort_keys=True) for fact in facts)


def _facts(seen: Seen, one: Person, *, told: bool) -> dict[str, list[dict[str, Any]]]:
    world = seen.world
    events = {event.handle: event for event in world.events}
    groups = {group.handle: group for group in world.groups}
    origin = {"source": SOURCE if told else None, "as_of": AS_OF if told else None}

    def time(stay: Job | Stay) -> dict[str, Any]:
        return {"from": stay.since, "to": stay.until, **origin}

    return {
        "cohorts": [
            {
                **_cohort_of_card(seen, stay.where),
                "intake_year": seen.cohorts[stay.where].intake_year,
                **time(stay),
            }
            for stay in one.cohorts
        ],
        "jobs": [
            {
                **{name: getattr(held, name) for name in ("title", "function", "level", "current")},
                "employer": _employer(seen, held.employer),
                "industry": _industry(seen, held.employer),
                **time(held),
            }
            for held in one.jobs
        ],
        "places": [
            {**place_of_card(seen.places[stay.where]), "current": stay.until is None, **time(stay)}
            for stay in one.places
        ],
        "skills": [
            {"id": id_of("Skill", held.skill), "name": held.skill, "kind": held.kind, **origin} for held in one.skills
        ],
        "events": [
            {
                "id": id_of("Event", stay.where),
                **{name: getattr(events[stay.where], name) for name in ("name", "date", "kind")},
                "role": stay.role,
                **origin,
            }
            for stay in one.events
        ],
        "groups": [
            {
                "id": id_of("Group", stay.where),
                **{name: getattr(groups[stay.where], name) for name in ("name", "kind")},
                "role": stay.role,
                **time(stay),
            }
            for stay in one.groups
        ],
    }


# --- facets -----------------------------------------------------------------------------------------------------------
FACET_FILTERS: Mapping[str, tuple[str, ...]] = {
    "sections": ("industry",),
    "divisions": ("industry",),
    "provinces": ("place",),
    "cities": ("place",),
    "programme_types": ("programme_type",),
    "graduation_years": ("graduation_from", "graduation_to"),
    "employers": ("employer", "employer_when"),
    "functions": ("function",),
    "levels": ("level", "level_min", "level_max"),
}
"""The filters that each facet is the menu of."""


def counted(seen: Seen, facet: str, people: Iterable[Person]) -> Counter[Any]:
    """How many of the people have each value of a facet."""
    return Counter(value for one in people for value in _VALUES[facet](seen, one))


def _of_level(tree: Mapping[str, Any], attribute: str, wanted: str, chains: Iterable[list[str]]) -> set[str]:
    return {code for chain in chains for code in chain if getattr(tree[code], attribute) == wanted}


def _industry_chains(seen: Seen, one: Person) -> list[list[str]]:
    return [seen.industry_chain(held.employer) for held in one.jobs if held.current]


def _place_chains(seen: Seen, one: Person) -> list[list[str]]:
    return [seen.place_chain(home) for home in homes(one)]


_VALUES: Mapping[str, Callable[[Seen, Person], set[Any]]] = {
    "sections": lambda seen, one: _of_level(seen.industries, "level", "section", _industry_chains(seen, one)),
    "divisions": lambda seen, one: _of_level(seen.industries, "level", "division", _industry_chains(seen, one)),
    "provinces": lambda seen, one: _of_level(seen.places, "kind", "province", _place_chains(seen, one)),
    "cities": lambda seen, one: _of_level(seen.places, "kind", "city", _place_chains(seen, one)),
    "programme_types": lambda seen, one: {seen.cohorts[stay.where].programme_type for stay in one.cohorts},
    "graduation_years": lambda seen, one: {seen.cohorts[stay.where].graduation_year for stay in one.cohorts},
    "employers": lambda seen, one: {id_of("Employer", held.employer) for held in one.jobs},
    "functions": lambda seen, one: {held.function for held in one.jobs if held.current and held.function},
    "levels": lambda seen, one: {held.level for held in one.jobs if held.current and held.level},
}
