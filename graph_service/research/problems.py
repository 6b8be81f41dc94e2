"""What a client is told about questions of research."""

from __future__ import annotations

from graph_service.web.problems import Forbidden, InvalidRequest


class ResearchersOnly(Forbidden):
    """Numbers for research are for researchers and staff."""

    slug = "researchers-only"
    title = "For researchers"
    detail = "These numbers are for researchers and the school's staff; GET /v1/insights has some for everybody."


class SameAttributeTwice(InvalidRequest):
    """Two attributes that are crossed have to differ."""

    slug = "same-attribute-twice"
    title = "The same attribute twice"
