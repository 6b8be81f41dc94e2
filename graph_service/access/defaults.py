"""The school's defaults for people who never answered a question, kept on (:School) and in the state labels."""

from __future__ import annotations

from graph_service.access import queries
from graph_service.access.sizes import recount_all
from graph_service.access.states import school_defaults
from graph_service.graph import Graph
from graph_service.settings import Settings


async def apply_school_defaults(graph: Graph, settings: Settings) -> None:
    """Makes the labels of everybody without an answer follow the settings, if the school's defaults are others now.

    The work is done in batches, each a transaction; `graph` needs a time limit that lets everybody pass. When it is
    interrupted, the next call takes it up again, because the defaults count as applied only at its end.
    """
    listed, show_connections = school_defaults(settings)
    stored = await queries.record_school_defaults(graph, listed=listed, show_connections=show_connections)
    if not stored.applied:
        await queries.relabel_unanswered(graph)
        await queries.confirm_school_defaults(graph, listed=listed, show_connections=show_connections)
    await recount_all(graph)
