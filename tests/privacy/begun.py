"""What a request does that has begun before its token was looked up: nothing but read."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, TypeVar

import pytest

from graph_service.access.presumed import Lookup, Presumption
from graph_service.access.viewer import Viewer
from graph_service.graph import Graph, Runner, Statement
from tests.privacy.properties import Service

T = TypeVar("T")


@contextlib.contextmanager
def only_reading(service: Service) -> Iterator[None]:
    """Every request inside may begin with the viewer of last time, and none writes. Raises AssertionError."""
    state, begun = service.app.state, list[str]()
    graph = state.graph
    state.graph = noting = _Noting(graph)
    taken = Presumption.viewer

    async def viewer(self: Presumption, token_hash: str, lookup: Lookup) -> Viewer | None:
        begun.append(token_hash)
        return await taken(self, token_hash, lookup)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Presumption, "viewer", viewer)
        try:
            yield
        finally:
            state.graph = graph
    assert begun, "it waits for the look-up of the token: its router has to be made of SignedInRoute"
    assert noting.not_reads == set()


class _Noting:
    """A graph that notes what was run on it that is no read."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self.not_reads: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._graph, name)

    async def run(self, statement: Statement, **parameters: Any) -> list[dict[str, Any]]:
        if statement.mode != "read":
            self.not_reads.add(statement.name)
        return await self._graph.run(statement, **parameters)

    async def transact(self, work: Callable[[Runner], Awaitable[T]]) -> T:
        self.not_reads.add("a transaction")
        return await self._graph.transact(work)
