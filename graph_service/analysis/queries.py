"""The statements of cypher/analysis as functions: one for each, typed as its header says.

What is about very many people comes as a page of columns: one message with long lists instead of one for each of
them, which is where the time of reading would go.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph_service.graph import Row, Runner, room_statements, rows_as

STATEMENTS = room_statements("analysis")
HOT: tuple[str, ...] = ()


class ResearchAnswers(Row):
    """What everybody answered about research: counts, the order keys of those who agreed, and all connections."""

    people: int
    declined: int
    agreed: list[int]
    connections: int


class People(Row):
    """People who agreed."""

    ids: list[str]
    order_keys: list[int]
    mentors: list[bool]


class Stays(Row):
    """Who was where, from when on."""

    people: list[int]
    places: list[str]
    from_months: list[int]


class Residences(Stays):
    """Where people live and lived."""

    to_months: list[int]
    current: list[bool]


class Jobs(Residences):
    """Where people work and worked."""

    functions: list[str]
    levels: list[int]


class Acquaintances(Row):
    """Who knows whom."""

    people: list[int]
    others: list[int]
    since: list[int]


class ResearchPage(Row):
    """Everything about some people."""

    people: People
    memberships: Stays
    jobs: Jobs
    residences: Residences
    attendance: Stays
    acquaintances: Acquaintances


class Cohort(Row):
    """One cohort."""

    id: str
    name: str | None
    programme: str | None
    programme_type: str | None
    intake_year: int | None


class Workplace(Row):
    """One employer."""

    id: str
    name: str | None
    section: str | None


class Region(Row):
    """One place."""

    id: str
    city: str | None
    province: str | None


class Event(Row):
    """One event."""

    id: str
    name: str | None
    kind: str | None
    month: int | None


async def research_answers(graph: Runner) -> ResearchAnswers:
    """What everybody answered about research."""
    return rows_as(ResearchAnswers, await graph.run(STATEMENTS["research_answers"]))[0]


async def research_page(graph: Runner, *, order_keys: Sequence[int]) -> ResearchPage:
    """Everything about some of those who agreed."""
    return rows_as(ResearchPage, await graph.run(STATEMENTS["research_page"], order_keys=order_keys))[0]


async def cohorts_after(graph: Runner, *, after: str, limit: int) -> list[Cohort]:
    """A page of all cohorts."""
    return rows_as(Cohort, await graph.run(STATEMENTS["cohorts_after"], after=after, limit=limit))


async def workplaces_after(graph: Runner, *, after: str, limit: int) -> list[Workplace]:
    """A page of all employers."""
    return rows_as(Workplace, await graph.run(STATEMENTS["workplaces_after"], after=after, limit=limit))


async def regions_after(graph: Runner, *, after: str, limit: int) -> list[Region]:
    """A page of all places."""
    return rows_as(Region, await graph.run(STATEMENTS["regions_after"], after=after, limit=limit))


async def events_after(graph: Runner, *, after: str, limit: int) -> list[Event]:
    """A page of all events."""
    return rows_as(Event, await graph.run(STATEMENTS["events_after"], after=after, limit=limit))
