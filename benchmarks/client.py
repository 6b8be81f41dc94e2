"""An HTTP client that costs next to nothing, so that the service is measured and not the client.

One connection that is kept open and opened anew when the server has closed it for being idle, requests written by hand,
answers read by their Content-Length. What it costs itself is measured against a server that says the same bytes to
everybody (canned.py).
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager, suppress
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

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def connect(self) -> None:
        """Makes sure that there is an open connection."""
        if self._streams and not self._streams[0].at_eof():
            return
        await self.close()
        self._streams = await asyncio.open_connection(self._host, self._port, limit=LARGEST_HEAD)

    async def close(self) -> None:
        """Ends the connection."""
        if self._streams:
            writer, self._streams = self._streams[1], None
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    async def get(self, path: str, headers: Mapping[str, str]) -> Answer:
        """The answer to a GET, on the connection that is open. Raises AnswerUnreadable."""
        if self._streams is None:
            raise AnswerUnreadable(f"not connected, so no answer to GET {path}")
        reader, writer = self._streams
        lines = [
            f"GET {path} HTTP/1.1",
            f"Host: {self._host}:{self._port}",
            *(f"{name}: {text}" for name, text in headers.items()),
        ]
        writer.write("\r\n".join([*lines, "", ""]).encode("latin-1"))
        try:
            async with asyncio.timeout(LONGEST_ANSWER_S):
                return await _answer(reader)
        except (asyncio.IncompleteReadError, ConnectionError, TimeoutError) as gone:
            raise AnswerUnreadable(f"no answer to GET {path}") from gone


async def _answer(reader: asyncio.StreamReader) -> Answer:
    head = await reader.readuntil(b"\r\n\r\n")
    first, _, rest = head.partition(b"\r\n")
    for line in rest.split(b"\r\n"):
        if line[:15].lower() == b"content-length:":
            body = await reader.readexactly(int(line[15:]))
            return Answer(int(first.split(b" ", 2)[1]), body)
    raise AnswerUnreadable("the answer has no Content-Length")


@asynccontextmanager
async def connected(url: str) -> AsyncGenerator[Client]:
    """A client of that server, connected for the time of the `async with`."""
    address = urlsplit(url)
    client = Client(address.hostname or "127.0.0.1", address.port or 80)
    await client.connect()
    try:
        yield client
    finally:
        await client.close()
