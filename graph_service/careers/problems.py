"""What a client is told about questions on careers that cannot be answered."""

from __future__ import annotations

from graph_service.directory.problems import ContradictoryFilters, UnknownFilterValue
from graph_service.web.problems import InvalidRequest

__all__ = ["ContradictoryFilters", "UnclearMove", "UnknownFilterValue", "UnknownStart"]


class UnknownStart(InvalidRequest):
    """What a group is to have in common is not there."""

    slug = "unknown-filter-value"
    title = "Unknown filter value"


class UnclearMove(InvalidRequest):
    """A move needs where from and where to, both functions or both industries, and not the same."""

    slug = "unclear-move"
    title = "Unclear move"
