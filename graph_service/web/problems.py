"""What a client is told when something is wrong: RFC 9457 problem details, for every error response there is.

    Problem
    ├── InvalidRequest        422  a field is not what it has to be
    ├── UnstorableValue       422  JSON can write it, and no database can hold it
    ├── InvalidCursor         422  a cursor is not one that this question gave out
    ├── NotSignedIn           401  no token, or one that is no longer good
    ├── Forbidden             403  signed in, and not allowed to do this
    ├── NotFound              404  no such thing, as far as the one who asks may know
    ├── Conflict              409  the state of things does not allow it
    ├── TooManyRequests       429  asked too often
    └── ServiceUnavailable    503  the database is away, or took too long

Rooms derive theirs from these. A class states the fact; an instance says what, where and what to do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, ClassVar

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.routing import Match

from graph_service.graph import (
    ConstraintViolated,
    GraphError,
    GraphFull,
    GraphRefused,
    GraphUnavailable,
    SchemaMissing,
    StatementTimedOut,
)

PROBLEM_JSON = "application/problem+json"
RETRY_AFTER_S = 2
METHODS = ("DELETE", "GET", "PATCH", "POST", "PUT")
MAX_FIELD_ERRORS = 50
MAX_FIELD_NAME = 100

log = structlog.get_logger()


class FieldError(BaseModel):
    """One field that is wrong."""

    where: str = Field(description="The field: `query.industry`, `body.name`, …", examples=["query.limit"])
    message: str = Field(description="What is wrong with it.", examples=["has to be at most 100"])


class ProblemDetails(BaseModel):
    """RFC 9457 problem details: the body of every error response."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:problem:not-found",
                    "title": "Not found",
                    "status": 404,
                    "detail": "There is no alumnus with this id that you may see.",
                    "errors": [],
                }
            ]
        }
    )

    type: str = Field(description="A name for this kind of problem that does not change.")
    title: str = Field(description="The kind of problem, in words.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What was wrong here, and what to do.")
    errors: list[FieldError] = Field(
        default_factory=list[FieldError], description="The fields that are wrong, if it is fields."
    )
    request_id: str | None = Field(None, description="The id of this request in the service's log.")


class Problem(Exception):
    """Something that the client is told about."""

    status: ClassVar[int] = 500
    slug: ClassVar[str] = "internal-error"
    title: ClassVar[str] = "Internal error"
    detail: ClassVar[str] = "Something went wrong on our side. It has been logged under this request's id."

    def __init__(
        self,
        detail: str | None = None,
        *,
        errors: Sequence[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail or self.detail)
        self.told = detail or self.detail
        self.errors = [FieldError(where=where, message=message) for where, message in errors]
        self.headers = dict(headers or {})

    def response(self, request_id: str | None = None) -> JSONResponse:
        """The response that tells it."""
        body = ProblemDetails(
            type=f"urn:problem:{self.slug}",
            title=self.title,
            status=self.status,
            detail=self.told,
            errors=self.errors,
            request_id=request_id,
        )
        return JSONResponse(body.model_dump(exclude_none=True), self.status, self.headers, media_type=PROBLEM_JSON)


class InvalidRequest(Problem):
    """A field is not what it has to be."""

    status = 422
    slug = "invalid-request"
    title = "Invalid request"
    detail = "Some fields are not what they have to be; see errors."


class UnstorableValue(InvalidRequest):
    """JSON can write texts and numbers that no database can hold."""

    slug = "unstorable-value"
    title = "Unstorable value"
    detail = "A text has half a character in it (a lone surrogate), or an integer has more than 64 bits."


class InvalidCursor(InvalidRequest):
    """A cursor is not one that this question gave out."""

    slug = "invalid-cursor"
    title = "Invalid cursor"
    detail = "This cursor does not belong to this question. Ask for the first page again, without a cursor."


class NotSignedIn(Problem):
    """No token, or one that is no longer good."""

    status = 401
    slug = "not-signed-in"
    title = "Not signed in"
    detail = "Sign in at POST /v1/tokens and send the token as `Authorization: Bearer …`."

    def __init__(self, detail: str | None = None) -> None:
        super().__init__(detail, headers={"WWW-Authenticate": "Bearer"})


class Forbidden(Problem):
    """Signed in, and not allowed to do this."""

    status = 403
    slug = "forbidden"
    title = "Forbidden"
    detail = "Your account may not do this."


class NotFound(Problem):
    """No such thing, as far as the one who asks may know."""

    status = 404
    slug = "not-found"
    title = "Not found"
    detail = "There is nothing here that you may see."


class Conflict(Problem):
    """The state of things does not allow it."""

    status = 409
    slug = "conflict"
    title = "Conflict"
    detail = "The present state of things does not allow this."


class TooManyRequests(Problem):
    """Asked too often."""

    status = 429
    slug = "too-many-requests"
    title = "Too many requests"
    detail = "Asked too often. Wait a little."


class ServiceUnavailable(Problem):
    """The database is away, or took too long."""

    status = 503
    slug = "service-unavailable"
    title = "Service unavailable"
    detail = "The database does not answer at the moment. Try again in a few seconds."

    def __init__(self, detail: str | None = None) -> None:
        super().__init__(detail, headers={"Retry-After": str(RETRY_AFTER_S)})


class DatabaseAway(ServiceUnavailable):
    """The database cannot be reached."""

    slug = "database-away"
    title = "Database away"


class TookTooLong(ServiceUnavailable):
    """The answer did not come within the time allowed."""

    slug = "took-too-long"
    title = "Took too long"
    detail = "The answer took longer than a request may take. Narrow the question, or try again in a few seconds."


class HttpProblem(Problem):
    """An error of HTTP itself: an unknown address, a method that is not allowed."""

    def __init__(self, error: HTTPException) -> None:
        super().__init__(_HTTP_DETAILS.get(error.status_code, str(error.detail)), headers=error.headers)
        self._error = error

    def response(self, request_id: str | None = None) -> JSONResponse:
        """The response that tells it, with the status that HTTP has for it."""
        status = self._error.status_code
        phrase = HTTPStatus(status).phrase
        body = ProblemDetails(
            type=f"urn:problem:{phrase.lower().replace(' ', '-')}",
            title=phrase,
            status=status,
            detail=self.told,
            request_id=request_id,
        )
        return JSONResponse(body.model_dump(exclude_none=True), status, self.headers, media_type=PROBLEM_JSON)


_HTTP_DETAILS = {
    404: "There is no such address. GET /openapi.json lists those there are.",
    405: "This address does not take that method; the Allow header lists those it takes.",
}


def responses(*problems: type[Problem]) -> dict[int | str, dict[str, Any]]:
    """What a route declares: the problems it can answer with, for its OpenAPI entry."""
    declared: dict[int | str, dict[str, Any]] = {}
    for problem in problems:
        entry = declared.setdefault(
            problem.status,
            {
                "model": ProblemDetails,
                "content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}},
                "description": "",
            },
        )
        entry["description"] = " ".join(filter(None, [entry["description"], f"{problem.title}."]))
    return declared


def install(app: FastAPI) -> None:
    """Makes every error of the app a problem response."""

    @app.exception_handler(Problem)
    async def _problem(request: Request, problem: Problem) -> JSONResponse:  # pyright: ignore[reportUnusedFunction]
        return problem.response(request_id(request))

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, error: RequestValidationError) -> JSONResponse:  # pyright: ignore[reportUnusedFunction]
        return InvalidRequest(errors=field_errors(error)).response(request_id(request))

    @app.exception_handler(UnicodeEncodeError)
    @app.exception_handler(OverflowError)
    async def _unstorable(request: Request, error: Exception) -> JSONResponse:  # pyright: ignore[reportUnusedFunction]
        return UnstorableValue().response(request_id(request))

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> JSONResponse:  # pyright: ignore[reportUnusedFunction]
        return http_problem(request, error).response(request_id(request))

    @app.exception_handler(GraphError)
    async def _graph(request: Request, error: GraphError) -> JSONResponse:  # pyright: ignore[reportUnusedFunction]
        log.error("graph.failed", kind=type(error).__name__, code=error.code)
        return graph_problem(error).response(request_id(request))


def field_errors(error: RequestValidationError) -> list[tuple[str, str]]:
    """Where and what is wrong, without any value that was sent: a value can be a secret."""
    return [(_place(entry["loc"]), str(entry["msg"])) for entry in error.errors()[:MAX_FIELD_ERRORS]]


def _place(location: Sequence[int | str]) -> str:
    # The name of an unknown field is the client's own text: any length, any characters.
    text = ".".join(str(part)[:MAX_FIELD_NAME] for part in location)
    return "".join(character if character.isprintable() else "?" for character in text)


def http_problem(request: Request, error: HTTPException) -> Problem:
    """What a client is told of an error of HTTP itself."""
    if isinstance(error.__cause__, Problem):
        return error.__cause__  # raised while the body was read, and wrapped on the way
    if error.status_code == HTTPStatus.BAD_REQUEST and isinstance(error.__cause__, ValueError | RecursionError):
        return InvalidRequest(errors=[("body", "is not JSON in UTF-8, or nested too deeply")])
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        error.headers = {"Allow": ", ".join(allowed_methods(request))}
    return HttpProblem(error)


def allowed_methods(request: Request) -> list[str]:
    """Every method that some route takes at the request's address; the framework itself names those of one route."""
    taken = [
        method
        for method in METHODS
        if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in request.app.routes)
    ]
    return sorted([*taken, "HEAD"] if "GET" in taken else taken)


def graph_problem(error: GraphError) -> Problem:
    """What a client is told of a database error: never its text, which may hold somebody's data."""
    if isinstance(error, StatementTimedOut):
        return TookTooLong()
    if isinstance(error, ConstraintViolated):
        return Conflict("Somebody else has made this in the same moment, or it is there already. Look, and try again.")
    if isinstance(error, GraphUnavailable):
        return DatabaseAway()
    if isinstance(error, GraphFull | GraphRefused | SchemaMissing):
        return ServiceUnavailable("The database cannot do this at the moment. Its operator has been told in the log.")
    return Problem()


def request_id(request: Request) -> str | None:
    """The id that this request has in the log."""
    return request.scope.get("state", {}).get("request_id")
