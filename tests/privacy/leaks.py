"""Leaks that are planted to see whether the properties notice: a predicate that is gone from a statement or a fragment,
a function that says too much. Each is put into the running service, never into a file.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeVar

import numpy as np
import pytest

from graph_service.access.problems import AlumnusNotFound
from graph_service.access.viewer import Viewer
from graph_service.connections import service as connections
from graph_service.directory import service as directory
from graph_service.directory.problems import UnknownFilterValue
from graph_service.graph import Graph, Runner, Statement, load_statements
from graph_service.graph.statements import (
    Fragment,
    _load_fragments,  # pyright: ignore[reportPrivateUsage]
    expand_fragments,
    in_one_map,
    trusted,
)
from graph_service.introductions import router as introductions
from graph_service.introductions.models import Budget, Introduction
from graph_service.mentoring import suggesting as mentoring
from graph_service.suggestions import answers as suggestions
from graph_service.suggestions import queries as suggestion_queries
from graph_service.web.problems import Forbidden
from tests.privacy.properties import Service
from tests.support import statement

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
    r"\b\w+:(?:Hidden|Discreet|ConnectionsOnly)(?:\|\w+)*\b|\b\w+ IN (?:blocks|\w*blocked)\b"
    r"|EXISTS \{ [^{}]*:BLOCKS[^{}]* \}"
)


def holes() -> list[Hole]:
    """Every predicate of visibility in the statements that read and in the fragments, each as a hole."""
    found: list[Hole] = []
    for fragment in _load_fragments().values():
        if not re.search(r"^(?:SET|REMOVE|MERGE|CREATE|DELETE)\b", fragment.body, re.MULTILINE):
            found += _holes_in(f"fragments/{fragment.name}", fragment.body)
    for (room, name), one in load_statements().items():
        if one.mode == "read":
            found += _holes_in(f"{room}/{name}", one.source)
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
    sources = {key: one.source for key, one in load_statements().items()}
    if folder == "fragments":
        fragment = fragments[name]
        fragments[name] = fragment._replace(body=_opened(fragment.body, hole))
    else:
        sources[folder, name] = _opened(sources[folder, name], hole)
    changed = {key: _statement(one, sources[key], fragments) for key, one in load_statements().items()}
    return {key: one for key, one in changed.items() if one.text != load_statements()[key].text}


def _opened(text: str, hole: Hole) -> str:
    """The text with the hole in it; comments are left out."""
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


# --- leaks that are not in a statement --------------------------------------------------------------------------------
Plant = Callable[[pytest.MonkeyPatch, Service], None]


def every_contact_field(patch: pytest.MonkeyPatch, service: Service) -> None:
    """Contact fields are shown to everybody who sees the person."""
    shown = directory.shown

    def generous(record: Mapping[str, Any], relation: Any, contact_audience: Any) -> dict[str, Any]:
        return {**shown(record, relation, contact_audience), "email": record["email"]}

    patch.setattr(directory, "shown", generous)


def forbidden_instead_of_not_found(patch: pytest.MonkeyPatch, service: Service) -> None:
    """Whoever is there and may not be seen is refused with another status than somebody who is not there."""
    _when_not_found(patch, service, Forbidden())


def telling_why(patch: pytest.MonkeyPatch, service: Service) -> None:
    """The 404 of somebody who may not be seen says something else than that of somebody who is not there."""
    _when_not_found(patch, service, AlumnusNotFound("This person does not want to be seen."))


def _when_not_found(patch: pytest.MonkeyPatch, service: Service, instead: Exception) -> None:
    read = directory.read_alumnus

    async def leaky(graph: Graph, viewer: Viewer, alumnus_id: str) -> Any:
        try:
            return await read(graph, viewer, alumnus_id)
        except AlumnusNotFound:
            if await service.graph.run(_IS_THERE, alumnus_id=alumnus_id):
                raise instead from None
            raise

    patch.setattr(directory, "read_alumnus", leaky)


def everybody_in_the_cursor(patch: pytest.MonkeyPatch, service: Service) -> None:
    """A cursor holds how many people there are."""
    search = directory.search_alumni

    async def leaky(graph: Graph, viewer: Viewer, asked: Any) -> Any:
        if asked.cursor:
            return await search(graph, viewer, asked.model_copy(update={"cursor": asked.cursor.partition(".")[0]}))
        page = await search(graph, viewer, asked)
        (everybody,) = await service.graph.run(_HOW_MANY)
        more = f"{page.next_cursor}.{everybody['people']}" if page.next_cursor else None
        return page.model_copy(update={"next_cursor": more})

    patch.setattr(directory, "search_alumni", leaky)


def naming_an_employer_of_the_hidden(patch: pytest.MonkeyPatch, service: Service) -> None:
    """A filter by an employer of hidden people alone is refused with other words than one by no employer."""
    plan = directory.plan_search

    async def leaky(graph: Graph, viewer: Viewer, question: Any, **how: Any) -> Any:
        try:
            return await plan(graph, viewer, question, **how)
        except UnknownFilterValue:
            if names := await service.graph.run(_EMPLOYERS, ids=question.employer):
                raise UnknownFilterValue([("employer", names[0]["name"])]) from None
            raise

    patch.setattr(directory, "plan_search", leaky)


def naming_the_hidden_in_the_evidence(patch: pytest.MonkeyPatch, service: Service) -> None:
    """The sentence about what two people share names somebody hidden who was there as well."""
    find = introductions.introductions_to

    async def leaky(*asked: Any) -> Any:
        found = await find(*asked)
        return found.model_copy(update={"items": [await named(one) for one in found.items]})

    async def named(one: Introduction) -> Introduction:
        for evidence in (piece for hop in one.hops for piece in hop.evidence):
            for hidden in await service.graph.run(_HIDDEN_THERE, id=evidence.id):
                evidence.text += f" {hidden['id']} was there too."
        return one

    patch.setattr(introductions, "introductions_to", leaky)


def naming_the_hidden_among_mutual_connections(patch: pytest.MonkeyPatch, service: Service) -> None:
    """The sentence about mutual connections counts everybody whom both know, hidden or not."""
    told = suggestions.mutual_text

    def leaky(people: Any, language: Any) -> str:
        return f"{told(people, language)} {everybody[0]}"

    everybody = [0]
    suggest = suggestion_queries.standpoint

    async def counting(graph: Graph, *, viewer_id: str | None) -> Any:
        (row,) = await service.graph.run(_HOW_MANY)
        everybody[0] = row["people"]
        return await suggest(graph, viewer_id=viewer_id)

    patch.setattr(suggestions, "mutual_text", leaky)
    patch.setattr(suggestion_queries, "standpoint", counting)


def a_budget_spent_on_the_hidden(patch: pytest.MonkeyPatch, service: Service) -> None:
    """Whether the strongest routes are exact depends on how many people there are, hidden or not."""
    find = connections.strongest_routes

    async def leaky(*asked: Any, **more: Any) -> Any:
        found = await find(*asked, **more)
        (row,) = await service.graph.run(_HOW_MANY)
        return found._replace(stopped_at="people" if row["people"] % 2 else None)

    patch.setattr(connections, "strongest_routes", leaky)


def a_budget_of_everybody(patch: pytest.MonkeyPatch, service: Service) -> None:
    """The flag of a budget says how many bridges there are, hidden or not."""
    find = introductions.introductions_to

    async def leaky(*asked: Any) -> Any:
        found = await find(*asked)
        (row,) = await service.graph.run(_BRIDGES)
        return found.model_copy(update={"budgets": [Budget(name="bridges", limit=1, met=row["bridges"])]})

    patch.setattr(introductions, "introductions_to", leaky)


def counting_hidden_mentors(patch: pytest.MonkeyPatch, service: Service) -> None:
    """How rare a skill is, is counted among all mentors, hidden or not."""
    worked_out = mentoring.pool_for

    def leaky(seeker: Any, columns: Any, seen: Any, now: Any) -> Any:
        return worked_out(seeker, columns, np.flatnonzero(columns.part("taken")), now)

    patch.setattr(mentoring, "pool_for", leaky)


_HIDDEN_THERE = statement("MATCH (one:Alumnus:Hidden)-->(context {id: $id}) RETURN one.id AS id ORDER BY id", "read")
_BRIDGES = statement("MATCH (one:Bridge) RETURN count(one) AS bridges", "read")
_EMPLOYERS = statement("MATCH (one:Employer) WHERE one.id IN $ids RETURN one.name AS name", "read")
_IS_THERE = statement("MATCH (person:Alumnus {id: $alumnus_id}) RETURN person.id AS id", "read")
_HOW_MANY = statement("MATCH (person:Alumnus) RETURN count(person) AS people", "read")
