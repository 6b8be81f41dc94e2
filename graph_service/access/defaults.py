"""The school's defaults for people who never answered a question, kept on (:School) and in the state labels."""

from __future__ import annotations

from graph_service.graph import Graph
from graph_service.settings import Settings


async def apply_school_defaults(graph: Graph, settings: Settings) -> None:
    """Makes the labels of everybody without an answer follow the settings."""
