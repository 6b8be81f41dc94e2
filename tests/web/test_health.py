"""Alive, ready, and not ready."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from graph_service.graph import GraphUnavailable
from graph_service.web import health, problems


class Pinged:
    """A graph that answers a ping in some way."""

    def __init__(self, failure: Exception | None = None, hangs: bool = False) -> None:
        self.failure, self.hangs = failure, hangs

    async def ping(self) -> None:
        if self.hangs:
            await asyncio.Event().wait()
        if self.failure:
            raise self.failure


async def ask(graph: Pinged, path: str, *, prepared: bool = True) -> httpx.Response:
    """The answer of a service on that graph."""
    app = FastAPI()
    app.include_router(health.router)
    problems.install(app)
    app.state.graph, app.state.prepared = graph, asyncio.Event()
    if prepared:
        app.state.prepared.set()
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service") as client:
        return await client.get(path)


async def test_ready_when_the_database_answers_and_is_prepared() -> None:
    answer = await ask(Pinged(), "/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


async def test_not_ready_while_the_database_is_prepared() -> None:
    assert (await ask(Pinged(), "/readyz", prepared=False)).status_code == 503


async def test_not_ready_when_the_database_is_away() -> None:
    answer = await ask(Pinged(GraphUnavailable("secret")), "/readyz")
    assert answer.status_code == 503
    assert answer.json()["type"] == "urn:problem:database-away"
    assert "secret" not in answer.text


async def test_not_ready_when_the_database_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "READY_WITHIN_S", 0.05)
    assert (await ask(Pinged(hangs=True), "/readyz")).status_code == 503


@pytest.mark.parametrize("graph", [Pinged(), Pinged(GraphUnavailable()), Pinged(hangs=True)])
async def test_alive_whatever_the_database_does(graph: Any) -> None:
    assert (await ask(graph, "/livez", prepared=False)).status_code == 200
