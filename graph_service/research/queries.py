"""The statements of cypher/research as functions: one for each, typed as its header says."""

from __future__ import annotations

from graph_service.graph import Row, Runner, room_statements, rows_as

STATEMENTS = room_statements("research")
HOT: tuple[str, ...] = ()


class GroupSize(Row):
    """How many people are in a group."""

    one: str | None
    other: str | None
    people: int


class GroupConnections(Row):
    """How many connections there are between two groups, seen from one of them."""

    group: str | None
    other: str | None
    ends: int
    people: int


class Growth(Row):
    """What began in a year."""

    kind: str
    year: int | None
    number: int
    people: int


async def people_there(graph: Runner) -> int:
    """How many alumni there are."""
    return int((await graph.run(STATEMENTS["people_there"]))[0]["people"])


async def group_sizes(graph: Runner, *, one: str, other: str, order_below: int) -> list[GroupSize]:
    """How many of those who agreed are in each group."""
    return rows_as(GroupSize, await graph.run(STATEMENTS["group_sizes"], one=one, other=other, order_below=order_below))


async def group_connections(graph: Runner, *, one: str, order_below: int) -> list[GroupConnections]:
    """How many connections there are between groups of those who agreed."""
    return rows_as(GroupConnections, await graph.run(STATEMENTS["group_connections"], one=one, order_below=order_below))


async def growth(graph: Runner, *, order_below: int) -> list[Growth]:
    """What began in each year."""
    return rows_as(Growth, await graph.run(STATEMENTS["growth"], order_below=order_below))
