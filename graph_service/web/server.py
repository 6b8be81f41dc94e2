"""Runs an ASGI app on a socket that is opened first, so that a taken port is known before anything else starts."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

GRACE_S = 5

Started = Callable[[Callable[[], None]], None]


class PortTaken(Exception):
    """Another program listens on the port already."""


def open_socket(host: str, port: int) -> socket.socket:
    """A socket that listens on that address; port 0 takes a free one. Raises PortTaken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as taken:
        listening.close()
        raise PortTaken(f"{host}:{port}: {taken.strerror}") from taken
    listening.listen(128)
    return listening


class _Server(uvicorn.Server):
    """A server that says when it is up."""

    def __init__(self, config: uvicorn.Config, started: Started) -> None:
        super().__init__(config)
        self._when_started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._when_started(self._stop)

    def _stop(self) -> None:
        self.should_exit = True


def _nothing(_stop: Callable[[], None]) -> None:
    """Nobody waits for the start."""


def serve(app: FastAPI, listening: socket.socket, started: Started = _nothing) -> None:
    """Serves the app until the process is told to stop (SIGINT, SIGTERM), then finishes what is under way.

    `started` is called once the app takes requests, with a function that stops the server.
    """
    config = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=GRACE_S, lifespan="on"
    )
    _Server(config, started).run(sockets=[listening])
