"""What is logged: one line for each request, in JSON, and nothing about anybody."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx
import pytest
import structlog
from fastapi import FastAPI
from starlette.types import Message

from graph_service.graph import GraphUnavailable
from graph_service.web import logs, problems
from graph_service.web.middleware import RequestEnvelope

PHONE = "13800001111"


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """The lines logged so far, read as JSON."""
    written = io.StringIO()
    monkeypatch.setattr(logs.sys, "stderr", written)
    before = structlog.get_config()
    access_log = logging.getLogger("uvicorn.access").disabled
    logs.configure_logs("info", "json")
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    structlog.configure(**before)
    logging.getLogger("uvicorn.access").disabled = access_log


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    problems.install(app)
    app.add_middleware(RequestEnvelope, deadline_s=0.2, max_body_bytes=1000)

    @app.get("/people/{name}")
    async def read(name: str) -> str:
        return name

    @app.get("/broken/{name}")
    async def broken(name: str) -> None:
        try:
            raise KeyError(name)
        except KeyError as error:
            error.add_note(name)
            raise RuntimeError(name) from error

    @app.get("/away/{name}")
    async def away(name: str) -> None:
        raise GraphUnavailable(name, "Neo.TransientError.General.DatabaseUnavailable")

    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as made:
        yield made


async def test_a_request_is_one_line_without_its_values(lines, client: httpx.AsyncClient) -> None:
    await client.get(f"/people/{PHONE}", params={"q": PHONE}, headers={"x-request-id": "abc"})
    [line] = lines()
    assert line.pop("ms") >= 0
    assert line.pop("timestamp")
    assert line == {
        "event": "request",
        "level": "info",
        "request_id": "abc",
        "method": "GET",
        "route": "/people/{name}",
        "status": 200,
    }


@pytest.mark.parametrize("path", [f"/broken/{PHONE}", f"/away/{PHONE}", f"/nowhere/{PHONE}"])
async def test_what_goes_wrong_is_logged_without_anybodys_values(lines, client: httpx.AsyncClient, path: str) -> None:
    await client.get(path)
    assert PHONE not in json.dumps(lines())
    assert lines()[-1]["event"] == "request"


async def test_a_fault_is_logged_with_where_it_happened(lines, client: httpx.AsyncClient) -> None:
    await client.get(f"/broken/{PHONE}")
    [fault] = [line for line in lines() if line["event"] == "request.failed"]
    assert [one["exc_type"] for one in fault["exception"]] == ["RuntimeError", "KeyError"]
    assert any(frame["name"] == "broken" for frame in fault["exception"][0]["frames"])


async def test_lines_below_the_level_are_not_written(lines, client: httpx.AsyncClient) -> None:
    logs.configure_logs("warning", "json")
    await client.get("/people/li")
    assert lines() == []


async def test_at_a_terminal_lines_are_for_reading(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.StringIO()
    monkeypatch.setattr(logs.sys, "stderr", written)
    before = structlog.get_config()
    logs.configure_logs("info", "console")
    await client.get("/people/li")
    structlog.configure(**before)
    assert "/people/{name}" in written.getvalue()
    assert not written.getvalue().startswith("{")


async def test_what_is_no_request_passes_through() -> None:
    seen: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["type"])

    async def nothing(*_: Message) -> Message:
        return {"type": "x"}

    await RequestEnvelope(app, deadline_s=1, max_body_bytes=1)({"type": "lifespan"}, nothing, nothing)
    assert seen == ["lifespan"]


async def test_a_fault_in_the_middle_of_an_answer_is_logged_and_the_answer_stays_incomplete(lines) -> None:
    sent: list[Message] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"first", "more_body": True})
        raise RuntimeError(PHONE)

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    scope = {"type": "http", "method": "GET", "path": "/", "headers": []}
    await RequestEnvelope(app, deadline_s=1, max_body_bytes=1)(scope, receive, send)
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    assert [line["event"] for line in lines()] == ["request.failed", "request"]
    assert PHONE not in json.dumps(lines())
