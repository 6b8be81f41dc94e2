"""The directory worked out plainly: who is found, in which order, on which cards, and how they are counted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import networkx as nx

from tests.privacy.asking import Answer, Ask
from tests.privacy.expected.connections import brief, homes, present_industries
from tests.privacy.seen import Seen
from tests.worlds import (
    AS_OF,
    SOURCE,
    Account,
    Employer,
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
    """How well a person fits: 0 the name, 1 its beginning, 2 words of the record, 3 parts of them; None not at all.

    What is Chinese stands for a word wherever it stands.
    """
    whole, joined = wanted.lower(), wanted.lower().replace(" ", "")
    words, record = whole.split(), search_text(seen.world, one)
    if not all(word in record if word[0] > "\u3000" else f" {word}" in f" {record}" for word in words):
        return None
    pinyin = names.pinyin_of(one.name)
    forms = [one.name.lower(), (one.name_latin or "").lower()]
    joined_forms = [pinyin.replace(" ", ""), names.initials_of(pinyin)]
    if len(whole) > 1 and (whole in forms or joined in joined_forms):
        return 0
    if any(form.startswith(whole) for form in forms) or any(form.startswith(joined) for form in joined_forms):
        return 1
    return 2 if all(word[0] > "\u3000" or f" {word} " in f" {record} " for word in words) else 3


def _present_job(seen: Seen, ask: Ask, one: Person) -> bool:
    """Whatever is said of the present job has to be true of one present job."""
    said = [ask.all(name) for name in ("industry", "function", "level", "level_min", "level_max")]
    return not (any(said) or _employers_now(ask)) or any(_job_met(seen, ask, held) for held in one.jobs)


def _job_met(seen: Seen, ask: Ask, held: Job) -> bool:
    """Whether a job is one that the question asks for."""
    industries = _codes(ask.all("industry"), "Industry", seen.industries)
    functions, levels = ask.all("function"), ask.all("level")
    least, most = ask.param("level_min"), ask.param("level_max")
    employers = _employers_now(ask)
    return (
        held.current
        and (not industries or bool(industries & set(seen.industry_chain(held.employer))))
        and (not functions or held.function in functions)
        and (not levels or str(held.level) in levels)
        and (least is None or (held.level is not None and held.level >= int(least)))
        and (most is None or (held.level is not None and held.level <= int(most)))
        and (not employers or id_of("Employer", held.employer) in employers)
    )


def _employers_now(ask: Ask) -> list[str]:
    return ask.all("employer") if ask.param("employer_when") == "now" else []


def _ever(seen: Seen, ask: Ask, one: Person) -> bool:
    wanted = ask.all("employer") if ask.param("employer_when") != "now" else []
    return not wanted or any(id_of("Employer", held.employer) in wanted for held in one.jobs)


def _membership(seen: Seen, ask: Ask, one: Person) -> bool:
    """Whatever is said of the time at school has to be true of one cohort."""
    said = [ask.all(name) for name in ("cohort", "programme_type", "graduation_from", "graduation_to")]
    return not any(said) or any(_cohort_met(seen, ask, stay.where) for stay in one.cohorts)


def _cohort_met(seen: Seen, ask: Ask, handle: str) -> bool:
    """Whether a cohort is one that the question asks for."""
    cohorts, types = ask.all("cohort"), ask.all("programme_type")
    first, last = ask.param("graduation_from"), ask.param("graduation_to")
    cohort = seen.cohorts[handle]
    return (
        (not cohorts or id_of("Cohort", handle) in cohorts)
        and (not types or cohort.programme_type in types)
        and (first is None or cohort.graduation_year >= int(first))
        and (last is None or cohort.graduation_year <= int(last))
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
        return -recent_month(one), -one.order_key

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
    contradictory = _no_level_is_let_through(ask) or _no_year_is_let_through(ask)
    return 422 if impossible or nonsense or contradictory or unknown(seen, ask) else None


def _no_year_is_let_through(ask: Ask) -> bool:
    first, last = ask.param("graduation_from"), ask.param("graduation_to")
    return first is not None and last is not None and int(first) > int(last)


def _no_level_is_let_through(ask: Ask) -> bool:
    asked = {int(level) for level in ask.all("level")} or set(range(1, 7))
    return not asked & set(range(int(ask.param("level_min") or 1), int(ask.param("level_max") or 6) + 1))


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
                "key": None,
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
def facets(world: World, account: Account, ask: Ask, answer: Answer) -> None:
    """Holds an answer of `/v1/alumni/facets` to the plain one."""
    seen = Seen(world, account.person)
    if (status := _refused(seen, account, ask)) is not None:
        assert answer.status == status
        return
    assert answer.status == 200
    people = found(seen, ask)
    body = answer.json
    assert (body["total"], body["sampled"]) == (len(people), False)
    for facet, values_of in _VALUES.items():
        counts = Counter(value for one in people for value in values_of(seen, ask, one))
        expected = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
        assert [(entry["value"], entry["count"]) for entry in body[facet]] == expected, facet
    names_of = {id_of("Employer", one.handle): one.name for one in seen.world.employers}
    assert all(entry["name"] == names_of[entry["value"]] for entry in body["employers"])


def _of_level(tree: Mapping[str, Any], attribute: str, wanted: str, chains: Iterable[list[str]]) -> set[str]:
    return {code for chain in chains for code in chain if getattr(tree[code], attribute) == wanted}


def _jobs(seen: Seen, ask: Ask, one: Person) -> list[Job]:
    return [held for held in one.jobs if _job_met(seen, ask, held)]


def _industries(wanted: str) -> Callable[[Seen, Ask, Person], set[str]]:
    def values(seen: Seen, ask: Ask, one: Person) -> set[str]:
        chains = [seen.industry_chain(held.employer) for held in _jobs(seen, ask, one)]
        return _of_level(seen.industries, "level", wanted, chains)

    return values


def _places(wanted: str) -> Callable[[Seen, Ask, Person], set[str]]:
    def values(seen: Seen, ask: Ask, one: Person) -> set[str]:
        asked = _codes(ask.all("place"), "Place", seen.places)
        chains = [seen.place_chain(home) for home in homes(one)]
        return _of_level(seen.places, "kind", wanted, [chain for chain in chains if not asked or asked & set(chain)])

    return values


def _cohorts(attribute: str) -> Callable[[Seen, Ask, Person], set[Any]]:
    def values(seen: Seen, ask: Ask, one: Person) -> set[Any]:
        handles = [stay.where for stay in one.cohorts if _cohort_met(seen, ask, stay.where)]
        return {getattr(seen.cohorts[handle], attribute) for handle in handles}

    return values


def _employers(seen: Seen, ask: Ask, one: Person) -> set[str]:
    if ask.param("employer_when") == "now":
        return {id_of("Employer", held.employer) for held in _jobs(seen, ask, one)}
    asked = ask.all("employer")
    return {place for held in one.jobs if (place := id_of("Employer", held.employer)) in asked or not asked}


_VALUES: Mapping[str, Callable[[Seen, Ask, Person], set[Any]]] = {
    "sections": _industries("section"),
    "divisions": _industries("division"),
    "provinces": _places("province"),
    "cities": _places("city"),
    "programme_types": _cohorts("programme_type"),
    "graduation_years": _cohorts("graduation_year"),
    "employers": _employers,
    "functions": lambda seen, ask, one: {held.function for held in _jobs(seen, ask, one) if held.function},
    "levels": lambda seen, ask, one: {held.level for held in _jobs(seen, ask, one) if held.level},
}


# --- the drawing ------------------------------------------------------------------------------------------------------
def network(world: World, account: Account, ask: Ask, answer: Answer) -> None:
    """Holds an answer of `/v1/alumni/{id}/network` to the plain one."""
    if account.role == "researcher":
        assert answer.status == 403
        return
    seen = Seen(world, account.person)
    middle = seen.by_id.get(ask.path.split("/")[3])
    if middle is None:
        assert answer.status == 404
        return
    assert answer.status == 200
    hops, limit = int(ask.param("hops") or 1), int(ask.param("limit") or 100)
    around = nx.single_source_shortest_path_length(seen.graph, middle.handle, cutoff=hops)
    reached = sorted(around, key=lambda handle: (around[handle], seen.people[handle].order_key))
    drawn = reached[:limit]
    keys = {handle: seen.people[handle].order_key for handle in drawn}
    edges = [sorted(ends, key=keys.__getitem__) for ends in seen.graph.subgraph(drawn).edges]
    edges.sort(key=lambda ends: [keys[handle] for handle in ends])
    assert answer.json == {
        "nodes": [{**brief(seen.people[handle]), "hop": around[handle]} for handle in drawn],
        "edges": [[seen.people[handle].id for handle in ends] for ends in edges],
        "limited": len(reached) > limit,
        "limit": limit,
    }


# --- the catalogue ----------------------------------------------------------------------------------------------------
def employers(world: World, account: Account, ask: Ask, answer: Answer) -> None:
    """Holds an answer of `/v1/employers` to the plain one."""
    seen, text = Seen(world, account.person), _typed(ask)
    known = {one.handle: [names.normal_name(name) for name in (one.name, *one.aliases)] for one in world.employers}
    listed = [one for one in world.employers if any(text in name for name in known[one.handle])]

    def order(one: Employer) -> tuple[int, str, str]:
        normal = known[one.handle][0]
        rank = 0 if normal == text or not text else 1 if normal.startswith(text) else 2
        return rank, normal, id_of("Employer", one.handle)

    expected = [
        {**_employer(seen, one.handle), "industry": _industry(seen, one.handle)} for one in sorted(listed, key=order)
    ]
    _is_listed(account, answer, expected)


def skills(world: World, account: Account, ask: Ask, answer: Answer) -> None:
    """Holds an answer of `/v1/skills` to the plain one."""
    text = _typed(ask)
    listed = sorted(
        (skill for skill in world.skills if text in skill), key=lambda skill: (not skill.startswith(text), skill)
    )
    _is_listed(account, answer, [{"id": id_of("Skill", skill), "name": skill} for skill in listed])


def _typed(ask: Ask) -> str:
    return (ask.param("q") or "").lower()


def _is_listed(account: Account, answer: Answer, expected: list[dict[str, Any]]) -> None:
    if account.role == "researcher":
        assert answer.status == 403
        return
    assert answer.status == 200
    assert answer.json["items"] == expected


def cohorts(world: World, account: Account, ask: Ask, answer: Answer) -> None:
    """Holds an answer of `/v1/cohorts` to the plain one."""
    words = _typed(ask).split()
    listed = [one for one in world.cohorts if all(word in one.name or word in one.programme for word in words)]
    listed.sort(key=lambda one: (-one.graduation_year, one.name, id_of("Cohort", one.handle)))
    seen = Seen(world, account.person)
    assert answer.status == 200
    assert answer.json["items"] == [
        {**_cohort_of_card(seen, one.handle), "intake_year": one.intake_year} for one in listed
    ]


def places(world: World, account: Account, ask: Ask, answer: Answer) -> None:
    """Holds an answer of `/v1/places` to the plain one."""
    seen, text, within = Seen(world, account.person), _typed(ask), ask.param("within")
    listed = [
        one
        for one in world.places
        if (one.code.startswith(text) or text in one.name or text in one.name_en.lower())
        and (within is None or within in seen.place_chain(one.code)[1:])
    ]

    def rank(one: Place) -> bool:
        return not any(form.startswith(text) for form in (one.name, one.name_en.lower(), one.code))

    expected = [
        {**place_of_card(one), "parent": one.parent} for one in sorted(listed, key=lambda one: (rank(one), one.code))
    ]
    assert answer.status == 200
    assert answer.json["items"] == expected


def industries(world: World, account: Account, ask: Ask, answer: Answer) -> None:
    """Holds an answer of `/v1/industries` to the plain one: a tree, or what a text finds."""
    assert answer.status == 200
    items = answer.json["items"]
    text = _typed(ask)
    if not text:
        items = list(_flattened(items))
    listed = [
        one.code
        for one in sorted(world.industries, key=lambda one: one.code)
        if one.code.lower().startswith(text) or text in one.name or text in one.name_en.lower()
    ]
    assert sorted(item["code"] for item in items) == listed


def _flattened(branches: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    for branch in branches:
        yield branch
        yield from _flattened(branch["children"])


def employer(world: World, account: Account, ask: Ask, answer: Answer) -> None:
    """Holds an answer of `/v1/employers/{id}` to the plain one."""
    seen = Seen(world, account.person)
    by_id = {id_of("Employer", handle): one for handle, one in seen.employers.items()}
    one = by_id.get(ask.path.rpartition("/")[2])
    if account.role == "researcher" or one is None:
        assert answer.status == (403 if account.role == "researcher" else 404)
        return
    holders = [(person, held) for person in world.people for held in person.jobs if held.employer == one.handle]
    _is_record(
        account,
        answer,
        {
            **_employer(seen, one.handle),
            "industry": _industry(seen, one.handle),
            "aliases": list(one.aliases),
            "people_now": len({person.handle for person, held in holders if held.current}),
            "people_ever": len({person.handle for person, _ in holders}),
        },
        one.key,
    )


def cohort(world: World, account: Account, ask: Ask, answer: Answer) -> None:
    """Holds an answer of `/v1/cohorts/{id}` to the plain one."""
    seen = Seen(world, account.person)
    by_id = {id_of("Cohort", handle): one for handle, one in seen.cohorts.items()}
    one = by_id.get(ask.path.rpartition("/")[2])
    if account.role == "researcher" or one is None:
        assert answer.status == (403 if account.role == "researcher" else 404)
        return
    people = sum(any(stay.where == one.handle for stay in person.cohorts) for person in world.people)
    shown = {**_cohort_of_card(seen, one.handle), "intake_year": one.intake_year, "people": people}
    _is_record(account, answer, shown, one.handle)


def _is_record(account: Account, answer: Answer, shown: dict[str, Any], key: str | None) -> None:
    assert answer.status == 200
    body = answer.json
    staff = account.role == "staff"
    assert (body.pop("version") is None) == (not staff)
    told = {"key": key, "source": SOURCE, "as_of": AS_OF} if staff else dict.fromkeys(("key", "source", "as_of"))
    assert body == {**shown, **told}
