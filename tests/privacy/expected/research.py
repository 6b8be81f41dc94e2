"""Numbers for researchers worked out plainly, of those who agreed alone; with numbers from two people on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from tests.privacy.asking import Answer, Ask
from tests.privacy.seen import Seen
from tests.worlds import Account, Job, Knows, Person, Stay, World, id_of, month_span

SMALLEST = 2
FOR_THEM = ("researcher", "staff", "admin")


def counts(world: World, account: Account, ask: Ask, answer: Answer) -> None:
    """Holds an answer of `/v1/research/counts` to the plain one."""
    by = ask.param("by")
    if account.role not in FOR_THEM or by is None:
        assert answer.status in (403, 422)
        return
    everybody = _agreed(world)
    body = answer.json
    assert body["people"] == (len(everybody) if len(everybody) >= SMALLEST else None)
    held = Counter(_value(world, one, by) for one in everybody)
    told = {group["values"][0]: group["people"] for group in body["groups"]}
    assert all(people >= SMALLEST for people in told.values())
    assert sum(told.values()) == (len(everybody) if told else 0)
    _within(told, held)


def mixing(world: World, account: Account, ask: Ask, answer: Answer) -> None:
    """Holds an answer of `/v1/research/mixing` to the plain one."""
    by = ask.param("by")
    if account.role not in FOR_THEM or by is None:
        assert answer.status in (403, 422)
        return
    of = {one.handle: _value(world, one, by) for one in _agreed(world)}
    pairs = Counter(tuple(sorted((of[edge.a], of[edge.b]))) for edge in _among(world))
    for cell in answer.json["connections"]:
        if "others" not in cell["groups"]:
            assert cell["connections"] == pairs[tuple(cell["groups"])] >= SMALLEST


def growth(world: World, account: Account, ask: Ask, answer: Answer) -> None:
    """Holds an answer of `/v1/research/growth` to the plain one."""
    del ask
    if account.role not in FOR_THEM:
        assert answer.status == 403
        return
    begun = Counter(_year(edge) for edge in _among(world))
    for year in answer.json["years"]:
        if year["connections"] is not None:
            assert year["connections"] == begun[year["year"]]


def _agreed(world: World) -> list[Person]:
    return [one for one in world.people if one.research]


def _among(world: World) -> list[Knows]:
    handles = {one.handle for one in _agreed(world)}
    return [edge for edge in world.knows if edge.ends <= handles]


def _year(edge: Knows) -> int | None:
    month, _ = month_span(edge.since, None)
    return None if month is None else month // 12


def _value(world: World, one: Person, by: str) -> str:
    seen = Seen(world, None)
    cohort = seen.cohorts[min(one.cohorts, key=_began).where] if one.cohorts else None
    jobs = [held for held in one.jobs if held.current]
    job = min(jobs, key=_rank) if jobs else None
    match by:
        case "programme" | "programme_type" | "intake_year":
            value = getattr(cohort, by) if cohort else None
        case "industry":
            value = _section(seen, job) if job else None
        case "function" | "level":
            value = getattr(job, by) if job else None
        case _:
            value = "yes" if one.mentor else "no"
    return "unknown" if value is None else str(value)


def _began(stay: Stay) -> tuple[int, str]:
    month, _ = month_span(stay.since, None)
    return 99_999 if month is None else month, id_of("Cohort", stay.where)


def _rank(held: Job) -> tuple[int, int, str]:
    month, _ = month_span(held.since, None)
    return -(held.level or 0), -(month or 0), id_of("Employer", held.employer)


def _section(seen: Seen, job: Job) -> str | None:
    code = seen.employers[job.employer].industry
    while code is not None and seen.industries[code].level != "section":
        code = seen.industries[code].parent
    return code


def _within(told: Mapping[str, int], held: Mapping[str, int]) -> None:
    """Every group that is told is as large as it is, and none has fewer people than have to be behind a number."""
    for value, people in told.items():
        assert value == "others" or held[value] == people
