"""What a client is told about suggestions, beside what is told everywhere.

InvalidRequest ── NotAboutYourself    somebody dismisses themselves
"""

from __future__ import annotations

from graph_service.web.problems import InvalidRequest


class NotAboutYourself(InvalidRequest):
    """The person who is dismissed is the one who asks."""

    slug = "not-about-yourself"
    title = "Not about yourself"
    detail = "You are never suggested to yourself. Send the id of somebody else."
