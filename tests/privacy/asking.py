"""Asks the service as somebody, and keeps the whole answer: every page, status, headers and bytes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from starlette.types import ASGIApp, Message

from tests.worlds import Account

MOST_PAGES = 60
AT_ONCE = 4


@dataclass(frozen=True)
class Ask:
    """One question: a read of the table in `reads`, the address, and its parameters."""

    read: str
    path: str
    params: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return f"{self.path}?{'&'.join(f'{name}={value}' for name, value in self.params)}"

    def param(self, name: str, default: str | None = None) -> str | None:
        """The value of the first parameter of that name."""
        return dict(reversed(self.params)).get(name, default)

    def all(self, name: str) -> list[str]:
        """All values of the parameters of that name."""
        return [value for key, value in self.params if key == name]


@dataclass(frozen=True)
class Reply:
    """One response, to the byte."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Answer:
    """All pages of an answer."""

    pages: tuple[Reply, ...]

    @property
    def status(self) -> int:
        """The status of the first page."""
        return self.pages[0].status

    @property
    def json(self) -> Any:
        """The body; that of a list has the items of all pages, and no cursor any more."""
        first = self.pages[0].json
        if isinstance(first, dict) and "items" in first:
            return {**first, "items": [item for page in self.pages for item in page.json["items"]], "next_cursor": None}
        return first


async def answer_to(app: ASGIApp, account: Account | None, ask: Ask) -> Answer:
    """The answer to that question, read to its last page."""
    pages = [await _reply(app, account, ask)]
    while cursor := _next_cursor(pages[-1]):
        if len(pages) == MOST_PAGES:
            raise AssertionError(f"{ask} has no last page")
        pages.append(await _reply(app, account, replace(ask, params=(*ask.params, ("cursor", cursor)))))
    return Answer(tuple(pages))


async def answers_to(app: ASGIApp, account: Account | None, asks: Iterable[Ask]) -> Mapping[Ask, Answer]:
    """The answers to all these questions, a few asked at a time: as many as two cores are kept busy by."""
    asked = list(dict.fromkeys(asks))
    turn = asyncio.Semaphore(AT_ONCE)

    async def in_turn(ask: Ask) -> Answer:
        async with turn:
            return await answer_to(app, account, ask)

    return dict(zip(asked, await asyncio.gather(*map(in_turn, asked)), strict=True))


async def _reply(app: ASGIApp, account: Account | None, ask: Ask) -> Reply:
    """Asked as a server would ask: a client between costs three times what the service itself needs for an answer."""
    headers = [(b"host", b"testserver"), (b"x-request-id", b"the-same")]
    if account is not None:
        headers.append((b"authorization", f"Bearer {account.token}".encode()))
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "server": ("testserver", 80),
        "client": ("127.0.0.1", 123),
        "root_path": "",
        "path": ask.path,
        "raw_path": ask.path.encode(),
        "query_string": urlencode(ask.params).encode(),
        "headers": headers,
    }
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    start, *bodies = sent
    headers_back = sorted((name.decode("latin-1"), value.decode("latin-1")) for name, value in start["headers"])
    return Reply(start["status"], tuple(headers_back), b"".join(part.get("body", b"") for part in bodies))


def _next_cursor(reply: Reply) -> str | None:
    if reply.status != 200 or b'"next_cursor"' not in reply.body:
        return None
    body = reply.json
    return body.get("next_cursor") if isinstance(body, dict) else None
