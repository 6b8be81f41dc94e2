"""The statements of cypher/careers as functions: one for each, typed as its header says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph_service.graph import Row, Runner, room_statements, rows_as

STATEMENTS = room_statements("careers")
HOT = ("own_beginning", "group_shares", "group_counts", "movers", "movers_near", "mover_careers")


class OwnBeginning(Row):
    """What the viewer's record says of their time at school and their first job."""

    programmes: list[str]
    intake_years: list[int]
    start_functions: list[str]
    start_sections: list[str]


class KnownProgrammes(Row):
    """Names that are names of programmes."""

    known: list[str]


class GroupShares(Row):
    """How many people of a sample meet each thing that is asked."""

    looked_at: int
    cohort: int
    employer: int
    industry: int
    place: int


class GroupCount(Row):
    """How many people are in one cell of a table."""

    facet: str
    path: list[dict[str, Any] | None]
    people: int


class Movers(Row):
    """Who of some people made a move."""

    looked_at: int
    movers: list[dict[str, Any]]


class NearMover(Row):
    """Somebody near the viewer who made a move."""

    id: str
    degree: int


class MoverCareer(Row):
    """The steps of somebody who made a move."""

    id: str
    name: str
    name_latin: str | None
    months: int
    steps: list[dict[str, Any]]


async def own_beginning(graph: Runner, *, viewer_id: str) -> OwnBeginning | None:
    """What the viewer's own record says; None when it is not there."""
    rows = rows_as(OwnBeginning, await graph.run(STATEMENTS["own_beginning"], viewer_id=viewer_id))
    return rows[0] if rows else None


async def known_programmes(graph: Runner, *, programmes: Sequence[str]) -> KnownProgrammes:
    """Which of these names are names of programmes."""
    return rows_as(KnownProgrammes, await graph.run(STATEMENTS["known_programmes"], programmes=programmes))[0]


async def group_shares(
    graph: Runner,
    *,
    viewer_id: str | None,
    sees_all: bool,
    filters: Mapping[str, Any],
    group: Mapping[str, Any],
    sample_size: int,
) -> GroupShares:
    """How many people of a sample meet each thing that is asked of a group."""
    records = await graph.run(
        STATEMENTS["group_shares"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        filters=filters,
        group=group,
        sample_size=sample_size,
    )
    return rows_as(GroupShares, records)[0]


async def group_counts(
    graph: Runner,
    *,
    viewer_id: str | None,
    sees_all: bool,
    anchor: str,
    filters: Mapping[str, Any],
    group: Mapping[str, Any],
    most: int,
    sample_size: int,
    smallest: int,
) -> list[GroupCount]:
    """How many people of a group are in each cell of each table."""
    records = await graph.run(
        STATEMENTS["group_counts"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        anchor=anchor,
        filters=filters,
        group=group,
        most=most,
        sample_size=sample_size,
        smallest=smallest,
    )
    return rows_as(GroupCount, records)


async def movers(
    graph: Runner, *, viewer_id: str | None, sees_all: bool, move: Mapping[str, Any], order_below: int
) -> Movers:
    """Those who made a move, of some people."""
    records = await graph.run(
        STATEMENTS["movers"], viewer_id=viewer_id, sees_all=sees_all, move=move, order_below=order_below
    )
    return rows_as(Movers, records)[0]


async def movers_near(
    graph: Runner, *, viewer_id: str, sees_all: bool, move: Mapping[str, Any], limit: int
) -> list[NearMover]:
    """Those who made a move, one or two steps away."""
    records = await graph.run(STATEMENTS["movers_near"], viewer_id=viewer_id, sees_all=sees_all, move=move, limit=limit)
    return rows_as(NearMover, records)


async def mover_careers(
    graph: Runner, *, viewer_id: str | None, sees_all: bool, move: Mapping[str, Any], ids: Sequence[str]
) -> list[MoverCareer]:
    """The steps by which these people made it."""
    records = await graph.run(STATEMENTS["mover_careers"], viewer_id=viewer_id, sees_all=sees_all, move=move, ids=ids)
    return rows_as(MoverCareer, records)
