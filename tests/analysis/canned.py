"""A database that knows sixty people, for commands: they begin an event loop of their own."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import networkx as nx

from graph_service.graph import Statement

BORING = nx.random_regular_graph(6, 60, seed=4)


class Canned:
    """A graph of sixty people who know each other like that, and of one who did not agree."""

    def __init__(self, known: nx.Graph[int]) -> None:
        self._known = known

    async def moment(self) -> str:
        return "now"

    async def run(self, wanted: Statement, **_parameters: Any) -> list[dict[str, Any]]:
        keys, nobody = list(range(60)), {"people": [], "places": [], "from_months": []}
        nowhere = {**nobody, "to_months": [], "current": []}
        ends = list(self._known.edges)
        answers = {"people": 61, "declined": 0, "agreed": keys, "connections": len(ends)}
        page = {
            "people": {"ids": [f"id-{key:02d}" for key in keys], "order_keys": keys, "mentors": [False] * 60},
            "memberships": nobody,
            "attendance": nobody,
            "residences": nowhere,
            "jobs": {**nowhere, "functions": [], "levels": []},
            "acquaintances": {
                "people": [a for a, _ in ends],
                "others": [b for _, b in ends],
                "since": [-1] * len(ends),
            },
        }
        return {"research_answers": [answers], "research_page": [page]}.get(wanted.name, [])


def opening(known: nx.Graph[int]) -> Callable[[Path | None], AbstractAsyncContextManager[Any]]:
    """What opens that database for a command."""

    @contextlib.asynccontextmanager
    async def opened(_data: Path | None) -> AsyncIterator[Any]:
        yield Canned(known)

    return opened
