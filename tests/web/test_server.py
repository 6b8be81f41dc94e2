"""The socket is there first, and the server says when it is up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import httpx
import pytest
from fastapi import FastAPI

from graph_service.web.server import PortTaken, open_socket, serve


def test_a_taken_port_is_known_at_once() -> None:
    with open_socket("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=str(port)):
            open_socket("127.0.0.1", port)


async def test_it_serves_when_it_says_so_and_stops_when_it_is_told() -> None:
    app = FastAPI()

    @app.get("/")
    async def home() -> str:
        return "here"

    here = asyncio.get_running_loop()
    up: asyncio.Future[Callable[[], None]] = here.create_future()
    listening = open_socket("127.0.0.1", 0)
    port = listening.getsockname()[1]
    serving = asyncio.create_task(
        asyncio.to_thread(serve, app, listening, lambda stop: here.call_soon_threadsafe(up.set_result, stop))
    )
    stop = await up
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        assert (await client.get("/")).json() == "here"
        assert (await client.head("/")).status_code == 405, "the envelope answers HEAD, and is not here"
    stop()
    await serving
    listening.close()
