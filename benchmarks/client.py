"""An HTTP client that costs next to nothing, so that the service is measured and not the client.

One connection that is kept open, requests written by hand, answers read by their Content-Length. What it costs itself
is measured against a server that says the same bytes to everybody (canned.py).
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Any, NamedTuple
from urllib.parse import urlsplit

LARGEST_HEAD = 2**16
LONGEST_ANSWER_S = 60.0


class AnswerUnreadable(Exception):
    """The server's answer has no Content-Length, or no answer came."""


class Answer(NamedTuple):
    """The status and the body of a response."""

    status: int
    body: bytes

    def data(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class Client:
    """Asks one server, one question after the other, over one connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str) -> None:
        self._reader, self._writer, self._host = reader, writer, host

    async def get(self, path: str, headers: Mapping[str, str]) -> Answer:
        """The answer to a GET. Raises AnswerUnreadable."""
        lines = [f"GET {path} HTTP/1.1", f"Host: {self._host}", *(f"{name}: {text}" for name, text in headers.items())]
        self._writer.write("\r\n".join([*lines, "", ""]).encode("latin-1"))
        try:
            return await asyncio.wait_for(self._answer(), LONGEST_ANSWER_S)
        except (asyncio.IncompleteReadError, ConnectionError, TimeoutError) as gone:
            raise AnswerUnreadable(f"no answer to GET {path}") from gone

    async def _answer(self) -> Answer:
        head = await self._reader.readuntil(b"\r\n\r\n")
        first, _, rest = head.partition(b"\r\n")
        for line in rest.split(b"\r\n"):
            if line[:15].lower() == b"content-length:":
                body = await self._reader.readexactly(int(line[15:]))
                return Answer(int(first.split(b" ", 2)[1]), body)
        raise AnswerUnreadable("the answer has no Content-Length")


@asynccontextmanager
async def connected(url: str) -> AsyncGenerator[Client]:
    """A client of that server, connected for the time of the `async with`."""
    address = urlsplit(url)
    host, port = address.hostname or "127.0.0.1", address.port or 80
    reader, writer = await asyncio.open_connection(host, port, limit=LARGEST_HEAD)
    try:
        yield Client(reader, writer, f"{host}:{port}")
    finally:
        writer.close()
        await writer.wait_closed()
