"""The statements of cypher/directory as functions: one for each, typed as its header says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph_service.graph import Row, Runner, room_statements, rows_as

STATEMENTS = room_statements("directory")
HOT = (
    "filter_values",
    "alumni_page",
    "alumni_page_by_degree",
    "cards",
    "acquaintance",
    "degrees",
    "alumnus_record",
)


class FilterValue(Row):
    """What one value of a filter stands for."""

    kind: str
    asked: str
    ids: list[str]
    reach: int


class Entry(Row):
    """One person of a page: where it stands, and the degree if the way to it told that."""

    id: str
    degree: int | None
    position: list[int | str]


class CardFacts(Row):
    """What a list shows of a person."""

    id: str
    name: str
    name_latin: str | None
    open_to_mentoring: bool
    cohorts: list[dict[str, Any]]
    job: dict[str, Any] | None
    industry: dict[str, Any] | None
    place: dict[str, Any] | None
    shared_cohorts: list[dict[str, Any]]
    shared_employers: list[dict[str, Any]]
    shared_places: list[dict[str, Any]]
    shared_industries: list[dict[str, Any]]
    shared_events: list[dict[str, Any]]
    shared_groups: list[dict[str, Any]]
    shared_skills: list[dict[str, Any]]


class Acquaintance(Row):
    """Whether the viewer knows a person, and how many people both know."""

    id: str
    connected: bool
    mutual_count: int


class Degree(Row):
    """How far a person is from the viewer."""

    id: str
    degree: int


class AlumnusFacts(Row):
    """Everything that the graph holds about one person."""

    record: dict[str, Any]
    cohorts: list[dict[str, Any]]
    jobs: list[dict[str, Any]]
    places: list[dict[str, Any]]
    skills: list[dict[str, Any]]
    events: list[dict[str, Any]]
    groups: list[dict[str, Any]]
    is_self: bool
    connected: bool


async def filter_values(
    graph: Runner,
    *,
    viewer_id: str | None,
    sees_all: bool,
    industries: Sequence[str],
    places: Sequence[str],
    cohorts: Sequence[str],
    employers: Sequence[str],
    skills: Sequence[str],
    graduation: Sequence[int],
    text: str | None,
    text_limit: int,
) -> list[FilterValue]:
    """What the values of the filters stand for."""
    records = await graph.run(
        STATEMENTS["filter_values"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        industries=industries,
        places=places,
        cohorts=cohorts,
        employers=employers,
        skills=skills,
        graduation=graduation,
        text=text,
        text_limit=text_limit,
    )
    return rows_as(FilterValue, records)


async def alumni_page(
    graph: Runner,
    *,
    viewer_id: str | None,
    sees_all: bool,
    anchor: str,
    text: str | None,
    filters: Mapping[str, Any],
    sort: str,
    after: Sequence[Any] | None,
    limit: int,
) -> list[Entry]:
    """The next people of a search, in an order whose keys their records hold."""
    records = await graph.run(
        STATEMENTS["alumni_page"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        anchor=anchor,
        text=text,
        filters=filters,
        sort=sort,
        after=after,
        limit=limit,
    )
    return rows_as(Entry, records)


async def alumni_page_by_degree(
    graph: Runner,
    *,
    viewer_id: str,
    sees_all: bool,
    anchor: str,
    text: str | None,
    filters: Mapping[str, Any],
    degrees: Sequence[int],
    sort: str,
    after: Sequence[Any] | None,
    limit: int,
) -> list[Entry]:
    """The next people of a search who are at one of these distances; 4 stands for everybody farther than three."""
    records = await graph.run(
        STATEMENTS["alumni_page_by_degree"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        anchor=anchor,
        text=text,
        filters=filters,
        degrees=degrees,
        sort=sort,
        after=after,
        limit=limit,
    )
    return rows_as(Entry, records)


async def cards(graph: Runner, *, viewer_id: str | None, sees_all: bool, ids: Sequence[str]) -> list[CardFacts]:
    """What a list shows of these people, those the viewer may see."""
    return rows_as(CardFacts, await graph.run(STATEMENTS["cards"], viewer_id=viewer_id, sees_all=sees_all, ids=ids))


async def acquaintance(graph: Runner, *, viewer_id: str, sees_all: bool, ids: Sequence[str]) -> list[Acquaintance]:
    """Whether the viewer knows these people, and how many people both know."""
    records = await graph.run(STATEMENTS["acquaintance"], viewer_id=viewer_id, sees_all=sees_all, ids=ids)
    return rows_as(Acquaintance, records)


async def degrees(graph: Runner, *, viewer_id: str, sees_all: bool, ids: Sequence[str]) -> list[Degree]:
    """The degrees of those of these people who are at most three steps away."""
    return rows_as(Degree, await graph.run(STATEMENTS["degrees"], viewer_id=viewer_id, sees_all=sees_all, ids=ids))


async def alumnus_record(
    graph: Runner, *, viewer_id: str | None, sees_all: bool, alumnus_id: str
) -> AlumnusFacts | None:
    """Everything about one person; None when there is nobody of that id whom the viewer may see."""
    records = await graph.run(
        STATEMENTS["alumnus_record"], viewer_id=viewer_id, sees_all=sees_all, alumnus_id=alumnus_id
    )
    rows = rows_as(AlumnusFacts, records)
    return rows[0] if rows else None
