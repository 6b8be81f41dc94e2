"""The service on a real port, in a thread of the test process, with a small network and somebody signed in."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest

from graph_service.app import Address, create_app, graph_at, prepare
from graph_service.engine import Engine
from graph_service.settings import Settings
from graph_service.web.server import open_socket, serve
from tests.api.town import TOWN
from tests.conftest import EMPTY
from tests.service.conftest import ready, wait_until
from tests.worlds import World, load_world

UP_WITHIN_S = 180


class LiveService(NamedTuple):
    """Where it is, and the headers of somebody of each role."""

    url: str
    headers: dict[str, dict[str, str]]


async def fill(address: Address, settings: Settings, world: World) -> None:
    async with graph_at(address, settings) as graph:
        await graph.run(EMPTY)
        await prepare(graph, settings)
        await load_world(graph, world)


@pytest.fixture(scope="module")
def live_service(engine: Engine, settings: Settings) -> Iterator[LiveService]:
    address = Address(engine.uri, engine.user, engine.password)
    asyncio.run(fill(address, settings, TOWN))
    listening = open_socket("127.0.0.1", 0)
    port = listening.getsockname()[1]
    up = threading.Event()
    stops: list[Callable[[], None]] = []

    def started(stop: Callable[[], None]) -> None:
        stops.append(stop)
        up.set()

    app = create_app(settings, lambda: graph_at(address, settings))
    thread = threading.Thread(target=serve, args=(app, listening, started))
    thread.start()
    url = f"http://127.0.0.1:{port}"
    assert up.wait(UP_WITHIN_S)
    wait_until(lambda: ready(url), UP_WITHIN_S, "the service is ready")
    yield LiveService(
        url,
        {account.name: {"Authorization": f"Bearer {account.token}"} for account in TOWN.accounts},
    )
    stops[0]()
    thread.join(UP_WITHIN_S)
