"""The statements of cypher/mentoring as functions: one for each, typed as its header says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from graph_service.connections.models import Person
from graph_service.graph import Row, Runner, room_statements, rows_as

STATEMENTS = room_statements("mentoring")
HOT: tuple[str, ...] = (
    "surroundings",
    "mutual_mentors",
    "mentors_in_sight",
    "mentor_candidates",
    "mentoring_names",
    "mentors_after",
    "mentors_since",
)

Listed = Literal["members", "connections", "nobody"]


class Known(Row):
    """What mentoring knows of somebody."""

    facts: dict[str, Any]


class Bonds(Row):
    """What is between somebody and others."""

    id: str
    listed: Listed
    blocks: list[str]
    mentored_by: list[str]
    knows: list[tuple[str, bool]]


async def profiles(graph: Runner, *, alumnus_ids: Sequence[str]) -> list[Known]:
    """What is known of these people, all of it."""
    return rows_as(Known, await graph.run(STATEMENTS["profiles"], alumnus_ids=alumnus_ids))


async def pairs_between(graph: Runner, *, alumnus_ids: Sequence[str]) -> list[Bonds]:
    """What is between these people and others."""
    return rows_as(Bonds, await graph.run(STATEMENTS["pairs_between"], alumnus_ids=alumnus_ids))


class Surroundings(Row):
    """A mentee, and what is between them and mentors."""

    person: Person
    facts: dict[str, Any]
    named: list[str]
    blocked: list[str]
    acquainted: list[tuple[str, bool]]
    mentored_by: list[str]


class Circle(Row):
    """A connection of the mentee, and which mentors this one knows."""

    id: str
    order_key: int
    mentors: list[str]


class InSight(Row):
    """A mentor whom the mentee may see, and how sought after."""

    id: str
    shown_to: int
    mentored: int
    sees_mentee: bool


class Candidate(Row):
    """A mentor at this moment."""

    person: Person
    facts: dict[str, Any]
    sees_mentee: bool


class Named(Row):
    """What something or somebody is called."""

    kind: Literal["employer", "skill", "place", "person"]
    id: str
    name: str
    name_other: str | None


class KnownValue(Row):
    """Something that was given, and what it is."""

    asked: str
    known: str


class OwnAnswers(Row):
    """What somebody says for mentoring."""

    answers: dict[str, Any] | None
    shortlist: list[str]
    reports_to: list[str]
    mentor: bool
    mentees: int
    updated_at: str | None


class Concerned(Row):
    """Somebody whom a change is about."""

    id: str


async def surroundings(graph: Runner, *, viewer_id: str | None, sees_all: bool) -> Surroundings | None:
    """The mentee and what is between them and mentors."""
    rows = await graph.run(STATEMENTS["surroundings"], viewer_id=viewer_id, sees_all=sees_all)
    return rows_as(Surroundings, rows)[0] if rows else None


async def takes_part(graph: Runner, *, alumnus_id: str) -> bool:
    """Whether somebody joined a mentoring programme themselves that has not come to its end."""
    (row,) = await graph.run(STATEMENTS["takes_part"], alumnus_id=alumnus_id)
    return row["joined"]


async def mutual_mentors(
    graph: Runner, *, viewer_id: str | None, sees_all: bool, friends: int, widest: int
) -> list[Circle]:
    """Which mentors the first of the mentee's connections know."""
    rows = await graph.run(
        STATEMENTS["mutual_mentors"], viewer_id=viewer_id, sees_all=sees_all, friends=friends, widest=widest
    )
    return rows_as(Circle, rows)


async def mentors_in_sight(
    graph: Runner, *, viewer_id: str | None, sees_all: bool, alumnus_ids: Sequence[str], most: int
) -> list[InSight]:
    """Those of these people who are mentors now and whom the mentee may see, and how sought after they are."""
    rows = await graph.run(
        STATEMENTS["mentors_in_sight"], viewer_id=viewer_id, sees_all=sees_all, alumnus_ids=alumnus_ids, most=most
    )
    return rows_as(InSight, rows)


async def mentor_candidates(
    graph: Runner, *, viewer_id: str | None, sees_all: bool, told: bool, alumnus_ids: Sequence[str]
) -> list[Candidate]:
    """Those of these people who are mentors now and whom the mentee may see."""
    rows = await graph.run(
        STATEMENTS["mentor_candidates"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        told=told,
        alumnus_ids=alumnus_ids,
    )
    return rows_as(Candidate, rows)


async def mentors_after(graph: Runner, *, after: int, limit: int) -> list[Known]:
    """The next mentors, in the order of order keys."""
    return rows_as(Known, await graph.run(STATEMENTS["mentors_after"], after=after, limit=limit))


async def mentors_since(graph: Runner, *, since: datetime, limit: int) -> list[Known]:
    """Mentors whose record changed since then."""
    return rows_as(Known, await graph.run(STATEMENTS["mentors_since"], since=since, limit=limit))


async def mentoring_names(
    graph: Runner,
    *,
    viewer_id: str | None,
    sees_all: bool,
    employers: Sequence[str],
    skills: Sequence[str],
    places: Sequence[str],
    people: Sequence[str],
) -> list[Named]:
    """What these are called."""
    rows = await graph.run(
        STATEMENTS["mentoring_names"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        employers=employers,
        skills=skills,
        places=places,
        people=people,
    )
    return rows_as(Named, rows)


async def known_for_mentoring(
    graph: Runner, *, viewer_id: str | None, sees_all: bool, industries: Sequence[str], people: Sequence[str]
) -> list[KnownValue]:
    """Which of these industries and people the viewer may know."""
    rows = await graph.run(
        STATEMENTS["known_for_mentoring"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        industries=industries,
        people=people,
    )
    return rows_as(KnownValue, rows)


async def own_mentoring(graph: Runner, *, viewer_id: str | None, sees_all: bool) -> OwnAnswers | None:
    """What the viewer says for mentoring."""
    rows = await graph.run(STATEMENTS["own_mentoring"], viewer_id=viewer_id, sees_all=sees_all)
    return rows_as(OwnAnswers, rows)[0] if rows else None


async def say_for_mentoring(
    graph: Runner, *, viewer_id: str | None, answers: Mapping[str, Any], today: str, now: datetime
) -> Concerned | None:
    """The viewer, who says this from now on."""
    rows = await graph.run(STATEMENTS["say_for_mentoring"], viewer_id=viewer_id, answers=answers, today=today, now=now)
    return rows_as(Concerned, rows)[0] if rows else None


async def note_mentors_shown(
    graph: Runner, *, viewer_id: str | None, sees_all: bool, people: Sequence[str], now: datetime
) -> list[Concerned]:
    """Those mentors who are counted as shown once more."""
    rows = await graph.run(
        STATEMENTS["note_mentors_shown"], viewer_id=viewer_id, sees_all=sees_all, people=people, now=now
    )
    return rows_as(Concerned, rows)
