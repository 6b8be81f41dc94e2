"""What the rest of the service knows of a graph: something that runs statements and gives rows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict

from graph_service.graph.statements import Statement

T = TypeVar("T")
R = TypeVar("R", bound="Row")
Record = dict[str, Any]


class Row(BaseModel):
    """A row of a statement's result; each statement has a subclass with exactly its columns."""

    # Values stay out of the error when a row is not what its model says: it ends in a log.
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Plan(NamedTuple):
    """How the database will run a statement: operators, columns, and whether it reads or writes (r, w, rw, s)."""

    operators: tuple[str, ...]
    columns: tuple[str, ...]
    query_type: str


class Runner(Protocol):
    """Runs one statement and gives its rows: a graph, or a transaction on one."""

    async def run(self, statement: Statement, **parameters: Any) -> list[Record]:
        """The rows of the statement, in its order. Raises GraphError."""
        ...


class Graph(Runner, Protocol):
    """A graph that statements are run on, each in a managed transaction of its own, retried when that can help."""

    async def transact(self, work: Callable[[Runner], Awaitable[T]]) -> T:
        """What `work` returns, all its statements in one write transaction; `work` may be called again on a retry."""
        ...

    async def plan(self, statement: Statement) -> Plan:
        """The plan of a statement, which is made and kept by the database but not run: this is what warming it is."""
        ...

    async def moment(self) -> str:
        """A mark of now: equal ones mean that nothing was written from the one to the other."""
        ...

    async def ping(self) -> None:
        """Nothing, when the database answers; raises GraphError otherwise."""
        ...


OpenGraph = Callable[[Path | None], AbstractAsyncContextManager[Graph]]
"""Opens the graph of a data directory, or of the settings' own when there is none."""


def rows_as(model: type[R], records: Iterable[Record]) -> list[R]:
    """The records as rows of that model."""
    return [model.model_validate(record) for record in records]
