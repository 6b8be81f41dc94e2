"""What happens around every request: an id, one line in the log, a deadline, a limit on the body, safe headers.

Written as plain ASGI, because it stands in the way of every answer.
"""

from __future__ import annotations

import asyncio
import re
import time
import uuid

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_service.web.problems import InvalidRequest, Problem, TookTooLong

log = structlog.get_logger()

ACCEPTABLE_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
SAFE_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"cache-control", b"no-store"),
    (b"referrer-policy", b"no-referrer"),
)


class BodyTooLarge(InvalidRequest):
    """The body is larger than the service reads."""

    status = 413
    slug = "body-too-large"
    title = "Body too large"


class RequestEnvelope:
    """The outermost layer of the service: nothing leaves it but a response, and within the deadline.

    `deadline_s` is the longest time until a response begins, in seconds; `max_body_bytes` the largest body.
    """

    def __init__(self, app: ASGIApp, *, deadline_s: float, max_body_bytes: int) -> None:
        self._app = app
        self._deadline_s = deadline_s
        self._max_body_bytes = max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = _Request(scope, receive, send, self._max_body_bytes)
        structlog.contextvars.bind_contextvars(request_id=request.id)
        try:
            async with asyncio.timeout(self._deadline_s):
                await self._app(request.scope, request.receive, request.send)
        except TimeoutError:
            log.warning("request.timed_out", deadline_s=self._deadline_s)
            await request.answer(TookTooLong())
        except Problem as problem:
            await request.answer(problem)
        except Exception:
            log.exception("request.failed")
            await request.answer(Problem())
        finally:
            request.log()
            structlog.contextvars.unbind_contextvars("request_id")


class _Request:
    def __init__(self, scope: Scope, receive: Receive, send: Send, max_body_bytes: int) -> None:
        self._method = scope["method"]
        # A HEAD is answered as the GET it stands for, and its body is left out (RFC 9110, 9.3.2).
        self.scope: Scope = {**scope, "method": "GET"} if self._method == "HEAD" else scope
        self._receive, self._send = receive, send
        self._max_body_bytes = max_body_bytes
        self._body_bytes = 0
        self._status = 0
        self._began = time.perf_counter()
        self.id = _request_id(scope)
        self.scope["state"] = {**scope.get("state", {}), "request_id": self.id}

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._body_bytes += len(message.get("body", b""))
            if self._body_bytes > self._max_body_bytes:
                raise BodyTooLarge(f"The body is larger than {self._max_body_bytes} bytes. Send less at a time.")
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            message["headers"] = [*message["headers"], *SAFE_HEADERS, (b"x-request-id", self.id.encode())]
        elif message["type"] == "http.response.body" and self._method == "HEAD":
            message = {**message, "body": b""}
        await self._send(message)

    async def answer(self, problem: Problem) -> None:
        """The problem as the response, unless one has begun already."""
        if not self._status:
            await problem.response(self.id)(self.scope, self._receive, self.send)

    def log(self) -> None:
        route = self.scope.get("route")
        log.info(
            "request",
            method=self._method,
            route=getattr(route, "path", None),
            status=self._status,
            ms=round((time.perf_counter() - self._began) * 1000, 1),
        )


def _request_id(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and ACCEPTABLE_REQUEST_ID.fullmatch(value):
            return value.decode()
    return uuid.uuid4().hex
