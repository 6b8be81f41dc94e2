"""Careers worked out plainly: who is in a group, how they spread, who made a move; with numbers from two people on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import quantiles
from typing import Any

from tests.privacy.asking import Answer, Ask
from tests.privacy.expected.connections import homes
from tests.privacy.expected.directory import unknown
from tests.privacy.seen import Seen
from tests.worlds import Account, Job, Person, World, id_of, month_span, recent_month

SMALLEST = 2
Path = tuple[Any, ...]


def insights(world: World, account: Account, ask: Ask, answer: Answer) -> None:
    """Holds an answer of `/v1/insights` to the plain one."""
    seen = _as_asked(world, account)
    params = _completed(seen, ask)
    if params is None or unknown(seen, ask) or _no_such(seen, ask):
        assert answer.status == 422
        return
    assert answer.status == 200
    body = answer.json
    group = [one for one in seen.people.values() if _alike(seen, params, one) and _fits(seen, ask, one)]
    assert body["people"] == (len(group) if len(group) >= SMALLEST else None)
    jobs = {one.handle: _present(seen, ask, one) for one in group}
    tables: Mapping[str, Sequence[Path]] = {
        "places": [_place(seen, ask, one) for one in group],
        "functions": [(held.function if held else None,) for held in jobs.values()],
        "levels": [(held.level if held else None,) for held in jobs.values()],
    }
    for name, paths_of in tables.items():
        assert _told(body[name], "parts") == {p: n for p, n in _shown(paths_of).items() if p[1:] != (None,)}, name
    industries = _shown([_branch(seen, held) for held in jobs.values()])
    sections = {path: people for path, people in industries.items() if len(path) < 3}
    assert _told(body["industries"], "parts") == {p: n for p, n in sections.items() if p[1:] != (None,)}
    employers = {path[2]: people for path, people in industries.items() if len(path) == 3 and path[2] is not None}
    assert {one["value"]: one["people"] for one in body["employers"]} == employers
    for name, value_of in (("next_functions", lambda held: held.function), ("next_industries", _section_of(seen))):
        rows: dict[Any, list[Path]] = defaultdict(list)
        for one in group:
            for origin, target in _moves(one, value_of).items():
                rows[origin].append((target,))
        expected = {(origin, *path): n for origin, row in rows.items() for path, n in _shown(row).items()}
        expected |= {(origin,): len(row) for origin, row in rows.items() if len(row) >= SMALLEST}
        assert _told(body[name], "next") == expected, name


def _as_asked(world: World, account: Account) -> Seen:
    """A researcher sees whom every member may see."""
    if account.role != "researcher":
        return Seen(world, account.person)
    people = tuple(one for one in world.people if world.listed(one) == "members")
    workplaces = {held.employer for one in people for held in one.jobs}
    employers = tuple(one for one in world.employers if one.handle in workplaces)
    return Seen(World(**{**vars(world), "people": people, "employers": employers, "knows": ()}), None)


def _no_such(seen: Seen, ask: Ask) -> bool:
    programmes = {one.programme for one in seen.cohorts.values()}
    return bool(set(ask.all("programme")) - programmes) or bool(set(ask.all("start_industry")) - set(seen.industries))


def _completed(seen: Seen, ask: Ask) -> dict[str, Any] | None:
    """What is asked of the group; None when the viewer's own record cannot answer it."""
    asked: dict[str, Any] = {
        "programme": ask.all("programme"),
        "type": ask.all("programme_type"),
        "intake": (int(ask.param("intake_from") or 0), 9999),
        "graduated": int(ask.param("graduation_to") or 9999),
        "functions": ask.all("start_function"),
        "industries": ask.all("start_industry"),
    }
    by_programme = bool(asked["programme"] or asked["type"])
    by_years = any(ask.param(name) for name in ("intake_from", "graduation_to"))
    by_start = bool(asked["functions"] or asked["industries"])
    own = seen.people[seen.viewer] if seen.viewer else None
    cohorts = [seen.cohorts[stay.where] for stay in own.cohorts] if own else []
    like = ask.param("like")
    if like is None and cohorts and not (by_programme or by_years or by_start):
        like = "programme"
    if like == "programme" and not by_programme:
        asked["programme"] = [one.programme for one in cohorts]
        return asked if cohorts else None
    if like == "years" and not by_years:
        years = [one.intake_year for one in cohorts]
        asked["intake"] = (min(years) - 1, max(years) + 1) if years else None
        return asked if years else None
    if like == "start" and not by_start:
        firsts = _firsts(own) if own else []
        asked["functions"] = [held.function for held in firsts if held.function]
        if not asked["functions"]:
            asked["industries"] = [code for held in firsts if (code := _section_of(seen)(held))]
        return asked if asked["functions"] or asked["industries"] else None
    return asked


def _firsts(one: Person) -> list[Job]:
    dated = [held for held in one.jobs if held.since]
    return [held for held in dated if _month(held) == min(map(_month, dated))]


def _month(held: Job) -> int:
    month = month_span(held.since, None)[0]
    assert month is not None
    return month


def _alike(seen: Seen, asked: Mapping[str, Any], one: Person) -> bool:
    def cohort_fits(handle: str) -> bool:
        cohort = seen.cohorts[handle]
        return (
            (not asked["programme"] or cohort.programme in asked["programme"])
            and (not asked["type"] or cohort.programme_type in asked["type"])
            and asked["intake"][0] <= cohort.intake_year <= asked["intake"][1]
            and cohort.graduation_year <= asked["graduated"]
        )

    by_cohort = asked["programme"] or asked["type"] or asked["intake"] != (0, 9999) or asked["graduated"] != 9999
    return (not by_cohort or any(cohort_fits(stay.where) for stay in one.cohorts)) and (
        not (asked["functions"] or asked["industries"])
        or any(
            (not asked["functions"] or held.function in asked["functions"])
            and (not asked["industries"] or bool(set(asked["industries"]) & set(seen.industry_chain(held.employer))))
            for held in _firsts(one)
        )
    )


def _job_fits(seen: Seen, ask: Ask, held: Job) -> bool:
    industries, employers = set(ask.all("industry")), ask.all("employer")
    return (
        held.current
        and (not industries or bool(industries & set(seen.industry_chain(held.employer))))
        and (not employers or id_of("Employer", held.employer) in employers)
        and (not ask.all("function") or held.function in ask.all("function"))
        and (not ask.all("level") or str(held.level) in ask.all("level"))
    )


def _fits(seen: Seen, ask: Ask, one: Person) -> bool:
    of_job = any(ask.all(name) for name in ("industry", "employer", "function", "level"))
    places = set(ask.all("place"))
    return (not of_job or any(_job_fits(seen, ask, held) for held in one.jobs)) and (
        not places or any(places & set(seen.place_chain(home)) for home in homes(one))
    )


def _present(seen: Seen, ask: Ask, one: Person) -> Job | None:
    def first(held: Job) -> tuple[Any, ...]:
        began = _month(held) if held.since else 0
        return -(held.level or 0), -began, id_of("Employer", held.employer), held.title, held.function or "~"

    return min((held for held in one.jobs if _job_fits(seen, ask, held)), key=first, default=None)


def _place(seen: Seen, ask: Ask, one: Person) -> Path:
    wanted = set(ask.all("place"))
    stays = [stay for stay in one.places if stay.until is None]
    stays = [stay for stay in stays if not wanted or wanted & set(seen.place_chain(stay.where))]
    if not stays:
        return (None, None)
    home = min(stays, key=lambda stay: (-(month_span(stay.since, None)[0] or 0), id_of("Place", stay.where)))
    kinds = {seen.places[code].kind: code for code in seen.place_chain(home.where)}
    return kinds.get("province", kinds.get("country")), kinds.get("city")


def _branch(seen: Seen, held: Job | None) -> Path:
    if held is None:
        return (None, None, None)
    levels = {seen.industries[code].level: code for code in seen.industry_chain(held.employer)}
    return levels.get("section"), levels.get("division"), id_of("Employer", held.employer)


def _section_of(seen: Seen) -> Any:
    return lambda held: _branch(seen, held)[0]


def _moves(one: Person, value_of: Any) -> dict[Any, Any]:
    """For each kind of work, what the next job was after the first time it was left for a later one."""
    dated = [held for held in one.jobs if held.since]
    dated.sort(key=lambda held: (_month(held), id_of("Employer", held.employer), held.title, held.function or "~"))
    moves: dict[Any, Any] = {}
    for number, held in enumerate(dated):
        later = [other for other in dated[number + 1 :] if _month(other) > _month(held)]
        if later and value_of(held) is not None:
            moves.setdefault(value_of(held), value_of(later[0]))
    return moves


def _shown(paths_of: Iterable[Path]) -> dict[Path, int]:
    """The cells of a table that may be shown, from the outside in."""
    paths_of = list(paths_of)
    if len(paths_of) < SMALLEST:
        return {}
    counts = Counter(path[0] for path in paths_of)
    large = [value for value in sorted(counts, key=lambda v: (-counts[v], str(v))) if counts[value] >= SMALLEST]
    while large and 0 < len(paths_of) - sum(counts[value] for value in large) < SMALLEST:
        large.pop()
    cells: dict[Path, int] = {}
    for value in large:
        cells[value,] = counts[value]
        below = [path[1:] for path in paths_of if path[0] == value and path[1:]]
        cells |= {(value, *path): people for path, people in _shown(below).items()} if below else {}
    return cells


def _told(values: Iterable[dict[str, Any]], parts: str) -> dict[Path, int]:
    told: dict[Path, int] = {}
    for value in values:
        told[value["value"],] = value["people"]
        told |= {(value["value"], part["value"]): part["people"] for part in value.get(parts, ())}
    return told


def paths(world: World, account: Account, ask: Ask, answer: Answer) -> None:
    """Holds an answer of `/v1/paths` to the plain one."""
    seen = _as_asked(world, account)
    functions = ask.param("from_function"), ask.param("to_function")
    industries = ask.param("from_industry"), ask.param("to_industry")
    given = functions if any(functions) else industries
    nested = all(industries) and (
        industries[1] in _chain(seen, industries[0]) or industries[0] in _chain(seen, industries[1])
    )
    if not all(given) or (any(functions) and any(industries)) or given[0] == given[1] or nested:
        assert answer.status == 422
        return
    assert answer.status == 200
    moved = {one.handle: months for one in seen.people.values() if (months := _time(seen, given, one)) is not None}
    body = answer.json
    enough = len(moved) >= SMALLEST
    assert body["people"] == (len(moved) if enough else None)
    expected = [round(month) for month in quantiles(moved.values(), n=4, method="inclusive")] if enough else None
    assert (list(body["months"].values()) if body["months"] else None) == expected
    if account.role == "researcher":
        assert body["travellers"] == []
        return

    def nearness(handle: str) -> tuple[int, int, int]:
        one = seen.people[handle]
        return seen.degree(handle) or 4, -recent_month(one), -one.order_key

    order = sorted((handle for handle in moved if handle != seen.viewer), key=nearness)
    order = order[: int(ask.param("limit") or 10)]
    assert [(one["person"]["id"], one["months"], one["degree"]) for one in body["travellers"]] == [
        (seen.people[handle].id, moved[handle], seen.degree(handle)) for handle in order
    ]
    for told, handle in zip(body["travellers"], order, strict=True):
        mutual = len(seen.mutual(handle)) if seen.viewer else None
        assert told["mutual_connections"] == mutual


def _chain(seen: Seen, code: str | None) -> list[str]:
    chain: list[str] = []
    while code:
        chain.append(code)
        code = seen.industries[code].parent
    return chain


def _time(seen: Seen, given: tuple[str | None, str | None], one: Person) -> int | None:
    began, reached = (
        min((_month(held) for held in one.jobs if held.since and end in _ends(seen, held)), default=None)
        for end in given
    )
    return reached - began if began is not None and reached is not None and reached > began else None


def _ends(seen: Seen, held: Job) -> set[str | None]:
    return {held.function, *seen.industry_chain(held.employer)}
