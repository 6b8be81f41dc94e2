"""Every error is a problem that says what was wrong, and nothing about anybody."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from typing import Annotated, Any

import httpx
import pytest
from fastapi import FastAPI, Query
from pydantic import BaseModel, ConfigDict, SecretStr, field_validator

from graph_service.graph import (
    ConstraintViolated,
    GraphError,
    GraphFull,
    GraphRefused,
    GraphUnavailable,
    SchemaMissing,
    StatementTimedOut,
)
from graph_service.web import health, problems
from graph_service.web.middleware import RequestEnvelope
from graph_service.web.problems import (
    Conflict,
    InvalidRequest,
    NotFound,
    NotSignedIn,
    Problem,
    TooManyRequests,
    responses,
)

DEADLINE_S = 0.2
MAX_BODY = 2000
SECRET = "hunter2-and-more"
ERRORS = {
    "constraint": ConstraintViolated(SECRET),
    "full": GraphFull(SECRET),
    "refused": GraphRefused(SECRET),
    "away": GraphUnavailable(SECRET),
    "schema": SchemaMissing(SECRET),
    "slow": StatementTimedOut(SECRET),
    "statement": GraphError(SECRET),
    "ours": RuntimeError(SECRET),
    "surrogate": UnicodeEncodeError("utf-8", SECRET + "\ud800", 0, 1, "surrogates not allowed"),
    "integer": OverflowError(SECRET),
    "conflict": Conflict("Somebody was faster."),
    "often": TooManyRequests(headers={"Retry-After": "7"}),
    "unknown": NotFound(),
    "stranger": NotSignedIn(),
}


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    password: SecretStr
    level: int = 1

    @field_validator("name")
    @classmethod
    def known(cls, name: str) -> str:
        if name == "unknown":
            raise ValueError("is nobody's name")
        return name


@pytest.fixture(scope="module")
async def service() -> AsyncIterator[httpx.AsyncClient]:
    """A service that can go wrong in every way there is."""
    app = FastAPI()
    app.include_router(health.router)

    @app.get("/things")
    async def things(limit: Annotated[int, Query(ge=1, le=100)] = 20) -> int:
        return limit

    @app.post("/things")
    async def add(body: Body) -> str:
        return body.name

    @app.delete("/things")
    async def remove() -> None:
        return None

    @app.get("/errors/{name}")
    async def fail(name: str) -> None:
        raise ERRORS[name]

    @app.get("/never")
    async def never() -> None:
        await asyncio.Event().wait()

    @app.get("/malformed")
    async def malformed() -> Body:
        return {"name": SECRET}  # type: ignore[return-value]

    problems.install(app)
    app.add_middleware(RequestEnvelope, deadline_s=DEADLINE_S, max_body_bytes=MAX_BODY)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
        yield client


def told(answer: httpx.Response, status: int, kind: str) -> dict[str, Any]:
    """The problem that an answer tells; it has to be that one, and well formed."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert (body["type"], body["status"]) == (f"urn:problem:{kind}", status)
    assert body["title"]
    assert body["detail"]
    assert body["request_id"] == answer.headers["x-request-id"]
    assert SECRET not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    return body


@pytest.mark.parametrize(
    ("name", "status", "kind"),
    [
        ("constraint", 409, "conflict"),
        ("full", 503, "service-unavailable"),
        ("refused", 503, "service-unavailable"),
        ("away", 503, "database-away"),
        ("schema", 503, "service-unavailable"),
        ("slow", 503, "took-too-long"),
        ("statement", 500, "internal-error"),
        ("ours", 500, "internal-error"),
        ("conflict", 409, "conflict"),
        ("often", 429, "too-many-requests"),
        ("unknown", 404, "not-found"),
        ("stranger", 401, "not-signed-in"),
    ],
)
async def test_what_goes_wrong_inside_is_a_problem_without_its_words(
    service, name: str, status: int, kind: str
) -> None:
    answer = await service.get(f"/errors/{name}")
    told(answer, status, kind)
    if status == 503:
        assert int(answer.headers["retry-after"]) > 0


async def test_a_problem_keeps_its_headers(service: httpx.AsyncClient) -> None:
    assert (await service.get("/errors/often")).headers["retry-after"] == "7"
    assert (await service.get("/errors/stranger")).headers["www-authenticate"] == "Bearer"


async def test_an_answer_that_is_not_what_was_declared_is_ours_to_fix(service: httpx.AsyncClient) -> None:
    told(await service.get("/malformed"), 500, "internal-error")


@pytest.mark.parametrize("path", ["/", "/thing", "/things/1", "/%00", "/é", "/things/%2e%2e/x"])
async def test_an_unknown_address_is_told(service: httpx.AsyncClient, path: str) -> None:
    told(await service.get(path), 404, "not-found")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "OPTIONS", "TRACE", "BREW"])
async def test_a_wrong_method_is_told_with_all_right_ones(service: httpx.AsyncClient, method: str) -> None:
    answer = await service.request(method, "/things")
    told(answer, 405, "method-not-allowed")
    assert answer.headers["allow"] == "DELETE, GET, HEAD, POST"


async def test_head_is_get_without_its_body(service: httpx.AsyncClient) -> None:
    got, head = await service.get("/things"), await service.head("/things")
    assert (head.status_code, head.content) == (200, b"")
    for header in ("content-type", "content-length"):
        assert head.headers[header] == got.headers[header]
    missing = await service.head("/nowhere")
    assert (missing.status_code, missing.content) == (404, b"")
    refused = await service.request("POST", "/livez")
    assert refused.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize("limit", ["0", "101", "x", "", "1e400", "9" * 5000, "\ud83d"])
async def test_a_wrong_parameter_is_named(service: httpx.AsyncClient, limit: str) -> None:
    query = limit.encode("utf-8", "surrogatepass")
    answer = await service.get("/things", params=httpx.QueryParams({"limit": query}))
    [error] = told(answer, 422, "invalid-request")["errors"]
    assert error["where"] == "query.limit"
    assert "9999" not in answer.text


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({"name": "li"}, ["body.password"]),
        ({"name": 1, "password": [SECRET]}, ["body.name", "body.password"]),
        ({"name": "unknown", "password": SECRET}, ["body.name"]),
        ({"name": "li", "password": SECRET, "level": SECRET}, ["body.level"]),
        ({"name": "li", "password": SECRET, "more": SECRET}, ["body.more"]),
        ([SECRET], ["body"]),
        (SECRET, ["body"]),
        (None, ["body"]),
    ],
)
async def test_wrong_fields_are_named_and_what_was_sent_is_not_repeated(
    service, body: object, where: list[str]
) -> None:
    answer = await service.post("/things", json=body)
    errors = told(answer, 422, "invalid-request")["errors"]
    assert [error["where"] for error in errors] == where
    assert all(error["message"] for error in errors)


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"",
        b"\xff\xfe",
        b'{"name": "\xff"}',
        b"[" * 1500,
        b'{"\\ud800": 1, "name": "a", "password": "x"}',
        b'{"name": "a", "password": "x", "level": NaN}',
        b'{"name": "a", "password": "x", "level": 1e999}',
    ],
)
async def test_a_body_that_is_no_json_or_strange_json_is_told(service: httpx.AsyncClient, content: bytes) -> None:
    answer = await service.post("/things", content=content, headers={"content-type": "application/json"})
    assert told(answer, 422, "invalid-request")["errors"]


@pytest.mark.parametrize("name", ["surrogate", "integer"])
async def test_what_json_can_write_and_nothing_can_store_is_told(service: httpx.AsyncClient, name: str) -> None:
    told(await service.get(f"/errors/{name}"), 422, "unstorable-value")


async def test_a_body_of_another_kind_is_told(service: httpx.AsyncClient) -> None:
    told(await service.post("/things", data={"name": "li"}), 422, "invalid-request")


async def test_very_many_wrong_fields_are_not_all_repeated(service: httpx.AsyncClient) -> None:
    body = {"name": "li", "password": "x", **{f"f{number}": 1 for number in range(150)}}
    assert len(told(await service.post("/things", json=body), 422, "invalid-request")["errors"]) == 50
    body = {"name": "li", "password": "x", "x" * 1500: 1}
    assert len((await service.post("/things", json=body)).content) < 600


async def test_a_body_over_the_limit_is_told_wherever_it_shows(service: httpx.AsyncClient) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(30):
            yield b'"' + b"x" * 98 + b'"'

    whole = await service.post("/things", json={"name": "x" * MAX_BODY})
    piecewise = await service.post("/things", content=pieces(), headers={"content-type": "application/json"})
    for answer in (whole, piecewise):
        assert str(MAX_BODY) in told(answer, 413, "body-too-large")["detail"]


async def test_an_answer_that_does_not_come_is_given_up_at_the_deadline(service: httpx.AsyncClient) -> None:
    answer = await service.get("/never")
    told(answer, 503, "took-too-long")
    assert answer.headers["retry-after"]


async def test_a_request_id_is_kept_if_it_is_one_and_made_otherwise(service: httpx.AsyncClient) -> None:
    kept = await service.get("/nowhere", headers={"x-request-id": "a-1.b_2"})
    assert kept.json()["request_id"] == "a-1.b_2"
    for strange in ("", "x" * 65, "a b", "<script>"):
        made = (await service.get("/things", headers={"x-request-id": strange})).headers["x-request-id"]
        assert re.fullmatch(r"[0-9a-f]{32}", made)


def test_declared_problems_of_one_status_are_one_entry() -> None:
    declared = responses(NotFound, Conflict, InvalidRequest)
    assert set(declared) == {404, 409, 422}
    assert declared[404]["description"] == "Not found."


def test_a_problem_without_words_of_its_own_has_those_of_its_kind() -> None:
    body = json.loads(bytes(Problem().response("id").body))
    assert body["detail"] == Problem.detail
    assert body["errors"] == []
