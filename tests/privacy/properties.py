"""The two properties of every read: it answers as if nothing hidden were there, and hidden changes change no byte."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from zlib import crc32

import httpx
import pytest
from fastapi import FastAPI

from graph_service.careers import paths
from graph_service.careers import service as careers
from graph_service.directory import service as directory
from graph_service.directory.filters import Plan, Sort
from graph_service.directory.ways import LONGEST_WALK, OUTWARDS, Degrees, Route, ways_of
from graph_service.graph import Graph
from graph_service.introductions import service as introductions
from tests.privacy.asking import Answer, Ask, answers_to
from tests.privacy.cases import Case
from tests.privacy.reads import READS, Oracle
from tests.privacy.strategies import VIEWER
from tests.worlds import Account, World, load_world, view


class Service(NamedTuple):
    """The service that is asked, and the graph that it answers from."""

    app: FastAPI
    client: httpx.AsyncClient
    graph: Graph


class Learned(AssertionError):
    """An answer depends on something hidden."""


class Disagreed(AssertionError):
    """An answer is not that of the plain description."""


async def check(service: Service, case: Case, *, oracles: bool = True) -> None:
    """Raises Learned or Disagreed when an answer is not what it has to be; without `oracles`, only Learned."""
    with as_if_large() if case.large else contextlib.nullcontext():
        await _check(service, case, oracles=oracles)


async def _check(service: Service, case: Case, *, oracles: bool) -> None:
    await load_world(service.graph, case.world)
    replies: dict[Ask, Answer] = {}
    for account, asks in _by_account(case):
        answers = await answers_to(service.app, account, asks)
        for ask, answer in answers.items():
            estimated = case.large and ask.read in ESTIMATED
            _agree(case.world, account, ask, answer, READS[ask.read].oracle if oracles and not estimated else None)
        if account.person == VIEWER:
            replies.update(answers)
    await load_world(service.graph, case.twin)
    for account, asks in _by_account(case):
        if account.person == VIEWER:
            for ask, answer in (await answers_to(service.app, account, asks)).items():
                _same(ask, replies[ask], answer)


ESTIMATED = frozenset({"/v1/alumni/facets", "/v1/insights", "/v1/paths"})
"""Reads whose answers about very many people are estimates: they have no plain answer then, and still learn nothing."""


@contextlib.contextmanager
def as_if_large() -> Iterator[None]:
    """The thresholds from which on the service answers differently, so low that a small network passes them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(directory, "route", any_route)
        patch.setattr(directory, "outwards", any_steps)
        patch.setattr(directory, "SAMPLED_FROM", 3)
        patch.setattr(directory, "SAMPLED", 3)
        patch.setattr(directory, "COUNT_SAMPLE", 3)
        patch.setattr(directory, "COUNTED", 2)
        patch.setattr(directory, "MANY_IN_PART", 1)
        patch.setattr(directory, "SAMPLED_MATCHING", 2)
        patch.setattr(directory, "TIERS_FROM", 1)
        patch.setattr(directory, "months_at_first", lambda *_: 1)
        patch.setattr(careers, "SAMPLED_FROM", 3)
        patch.setattr(careers, "LOOKED_THROUGH", 4)
        patch.setattr(careers, "SAMPLE_SIZE", 3)
        patch.setattr(careers, "SHARES_SAMPLE", 3)
        patch.setattr(careers, "MANY_MEET", 0.7)
        patch.setattr(paths, "MOVERS_FROM", 4)
        patch.setattr(directory, "FEW", 0)
        patch.setattr(directory, "SAMPLE_SIZE", 2)
        patch.setattr(directory, "TEXT_LIMIT", 2)
        patch.setattr(introductions, "FEW_THERE", 0)
        patch.setattr(introductions, "FEW_KNOWN", 1)
        patch.setattr(introductions, "MOST_LISTED", 3)
        yield


def any_route(plan: Plan, degrees: Degrees | None, sort: Sort, wanted: int) -> Route:
    """One of the ways that a search can take, whatever it costs: in time each of them."""
    draw = crc32(repr((plan.filters, degrees, sort)).encode())
    ways = ways_of(plan, degrees, sort, wanted)
    anchor, both_sides = ways[draw // 4 % len(ways)].anchor, draw // 64 % 2 == 1
    walked = [0, 1, 2, LONGEST_WALK][draw % 4 if sort in ("recency", "name") else 0]
    by_month = sort == "recency" and plan.text is not None and draw // 128 % 2 == 1
    return Route(walked, None if walked == LONGEST_WALK else anchor, both_sides, by_month)


def any_steps(plan: Plan, wanted: int) -> list[Degrees]:
    """One of the ways outwards, whatever it costs."""
    del wanted
    ways: list[list[Degrees]] = [[OUTWARDS], [(0, 1, 2), (3,), (4,)], [(0,), (1,), (2,), (3,), (4,)]]
    return ways[crc32(repr(plan.filters).encode()) % len(ways)]


def _by_account(case: Case) -> Sequence[tuple[Account, tuple[Ask, ...]]]:
    accounts = {account.name: account for account in case.world.accounts}
    return [(accounts[name], asks) for name, asks in case.asks]


def _same(ask: Ask, before: Answer, after: Answer) -> None:
    if before == after:
        return
    for number, (one, other) in enumerate(zip(before.pages, after.pages, strict=False), 1):
        if one != other:
            raise Learned(
                f"{ask} page {number}: hidden changes made\n  {one.status} {one.body.decode()}\n"
                f"into\n  {other.status} {other.body.decode()}\n  headers {set(one.headers) ^ set(other.headers)}"
            )
    raise Learned(f"{ask}: hidden changes made {len(before.pages)} pages into {len(after.pages)}")


def _agree(world: World, account: Account, ask: Ask, answer: Answer, oracle: Oracle | None) -> None:
    if answer.status >= 500:
        raise Disagreed(f"{account.role}: {ask}: {answer.status} {answer.pages[0].body.decode()}")
    if oracle is None:
        return
    seen = world if account.role in ("staff", "admin") or account.person is None else view(world, account.person)
    try:
        oracle(seen, account, ask, answer)
    except AssertionError as wrong:
        raise Disagreed(f"{account.role}: {ask}: {wrong}\n  {answer.status} {answer.json}") from wrong
