"""What a client is told about mentoring, beside what is told everywhere.

InvalidRequest ── NotForMentoring    a mentoring profile names what is not there
InvalidRequest ── PurposeMissing     staff ask about somebody who joined no programme, and do not say what for
Conflict ── NotToBeMatched           staff ask for mentors of somebody who is listed for nobody
"""

from __future__ import annotations

from collections.abc import Iterable

from graph_service.web.problems import Conflict, InvalidRequest


class NotForMentoring(InvalidRequest):
    """A mentoring profile names an industry that is not there, or a person whom the one who writes may not see."""

    slug = "not-for-mentoring"
    title = "Not known"
    detail = "The profile names something that is not there; GET /v1/industries and GET /v1/alumni list what is."

    def __init__(self, unknown: Iterable[tuple[str, str]]) -> None:
        super().__init__(errors=[(f"body.{field}", f"{value!r} is not known") for field, value in unknown])


class PurposeMissing(InvalidRequest):
    """Staff work with what people say for mentoring in a programme these joined, or for a purpose that is recorded."""

    slug = "purpose-missing"
    title = "What for?"
    detail = "This person joined no mentoring programme that still runs. Say what you ask for; it is recorded."

    def __init__(self) -> None:
        super().__init__(errors=[("query.purpose", "is missing; write in a few words why mentors are looked for")])


class NotToBeMatched(Conflict):
    """Nobody is shown to others who does not want to be found."""

    slug = "not-to-be-matched"
    title = "Not to be matched"
    detail = "This person is listed for nobody, so that no mentor may be told of them. Ask them to change that first."
