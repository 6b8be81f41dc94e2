"""A server that gives everybody the same answer at once: what a client costs on its own is measured against it.

`python -m benchmarks.canned BYTES` prints its port and serves bodies of so many bytes until it is stopped.
"""

from __future__ import annotations

import asyncio
import sys


class Canned(asyncio.Protocol):
    """Answers every request head with the same bytes."""

    def __init__(self, answer: bytes) -> None:
        self._answer = answer

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keeps the transport to answer on."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answers; a GET of this benchmark comes in one piece."""
        if isinstance(self._transport, asyncio.WriteTransport):
            self._transport.write(self._answer)


async def serve(body_bytes: int) -> None:
    """Serves on a free port, which is printed."""
    body = b"x" * body_bytes
    answer = b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: %d\r\n\r\n%b" % (len(body), body)
    server = await asyncio.get_running_loop().create_server(lambda: Canned(answer), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
