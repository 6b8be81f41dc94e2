"""The statements of cypher/mentoring as functions: one for each, typed as its header says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from graph_service.graph import Row, Runner, room_statements, rows_as

STATEMENTS = room_statements("mentoring")
HOT: tuple[str, ...] = ()

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
