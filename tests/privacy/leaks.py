"""Leaks that are planted to see whether the properties notice: a predicate that is gone from a statement or a fragment,
a function that says too much. Each is put into the running service, never into a file.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeVar

from graph_service.graph import Runner, Statement, load_statements
from graph_service.graph.statements import (
    Fragment,
    _load_fragments,  # pyright: ignore[reportPrivateUsage]
    expand_fragments,
    in_one_map,
    trusted,
)
from tests.privacy.properties import Service

T = TypeVar("T")


class Hole(NamedTuple):
    """One predicate without effect: in `file`, the `number`-th occurrence (from 0) of `text`, which becomes `leaky`."""

    file: str
    text: str
    leaky: str
    number: int = 0

    def __str__(self) -> str:
        return f"{self.file}[{self.number}] {self.text}"


# A call of a predicate that lets people or edges through becomes true, one that keeps them out becomes false.
_LETS_THROUGH = re.compile(r"\b(?:visible|seen|on_the_way|shows_connections)\([^()]*\)")
_KEEPS_OUT = re.compile(
    r"\b\w+:(?:Hidden|Discreet|ConnectionsOnly)\b|\b\w+ IN (?:blocks|\w*blocked)\b|EXISTS \{ [^{}]*:BLOCKS[^{}]* \}"
)


def holes() -> list[Hole]:
    """Every predicate of visibility in the statements that read and in the fragments, each as a hole."""
    found: list[Hole] = []
    for fragment in _load_fragments().values():
        found += _holes_in(f"fragments/{fragment.name}", fragment.body)
    for (room, name), statement in load_statements().items():
        if statement.mode == "read":
            found += _holes_in(f"{room}/{name}", statement.source)
    return found


def _holes_in(file: str, text: str) -> Iterator[Hole]:
    code = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("//"))
    for pattern, leaky in ((_LETS_THROUGH, "true"), (_KEEPS_OUT, "false")):
        counts: dict[str, int] = {}
        for match in pattern.finditer(code):
            number = counts.get(match[0], 0)
            counts[match[0]] = number + 1
            yield Hole(file, match[0], leaky, number)


def statements_with(hole: Hole) -> Mapping[tuple[str, str], Statement]:
    """The statements that the hole changes, as they are run with it. Raises LookupError when there is no such text."""
    folder, _, name = hole.file.partition("/")
    fragments = dict(_load_fragments())
    sources = {key: statement.source for key, statement in load_statements().items()}
    if folder == "fragments":
        fragment = fragments[name]
        fragments[name] = fragment._replace(body=_opened(fragment.body, hole))
    else:
        sources[folder, name] = _opened(sources[folder, name], hole)
    changed = {key: _statement(statement, sources[key], fragments) for key, statement in load_statements().items()}
    return {key: statement for key, statement in changed.items() if statement.text != load_statements()[key].text}


def _opened(text: str, hole: Hole) -> str:
    code = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("//"))
    parts = code.split(hole.text)
    if len(parts) <= hole.number + 1:
        raise LookupError(f"{hole} is not there any more")
    before, after = hole.text.join(parts[: hole.number + 1]), hole.text.join(parts[hole.number + 1 :])
    return before + hole.leaky + after


def _statement(statement: Statement, source: str, fragments: Mapping[str, Fragment]) -> Statement:
    text = expand_fragments(source, fragments)
    return statement._replace(text=trusted(text), wire=trusted(in_one_map(text)))


class _LeakyRunner:
    """Runs other statements than it is given."""

    def __init__(self, runner: Any, instead: Mapping[tuple[str, str], Statement]) -> None:
        self._runner = runner
        self._instead = instead

    async def run(self, statement: Statement, **parameters: Any) -> Any:
        return await self._runner.run(self._instead.get((statement.room, statement.name), statement), **parameters)

    async def transact(self, work: Callable[[Runner], Awaitable[T]]) -> T:
        return await self._runner.transact(lambda transaction: work(_LeakyRunner(transaction, self._instead)))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._runner, name)


@contextmanager
def leaking(service: Service, instead: Mapping[tuple[str, str], Statement]) -> Iterator[None]:
    """The service with these statements in place of its own."""
    service.app.state.graph = _LeakyRunner(service.graph, instead)
    try:
        yield
    finally:
        service.app.state.graph = service.graph
