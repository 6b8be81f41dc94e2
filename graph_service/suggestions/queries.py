"""The statements of cypher/suggestions as functions: one for each, typed as its header says."""

from __future__ import annotations

from typing import Literal

from graph_service.graph import Row, Runner, room_statements, rows_as

STATEMENTS = room_statements("suggestions")
HOT: tuple[str, ...] = ()

Context = Literal["cohort", "employer", "event", "group"]


class PastLife(Row):
    """What every member may see of a person, with its times."""

    id: str
    order_key: int
    friends: list[tuple[str, int | None]]
    times: list[tuple[Context, str, int | None, int | None, int | None, bool]]
    homes: list[tuple[str, int | None, int | None, bool]]
    branches: list[tuple[str, int | None, int | None, bool]]
    intakes: list[int | None]


async def histories(graph: Runner, *, after: int, limit: int) -> list[PastLife]:
    """The next batch of people, in the order of order keys."""
    return rows_as(PastLife, await graph.run(STATEMENTS["histories"], after=after, limit=limit))
