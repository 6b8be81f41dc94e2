"""The sizes of contexts: how many people of a cohort, employer, event or group every member may see.

Whatever changes who is in one, or who sees somebody in it, marks its size as old in the same transaction (`listed_size`
is -1); who reads it meanwhile counts. So a size is never wrong, only sometimes slower, and this can be called later.
"""

from __future__ import annotations

from graph_service.access import queries
from graph_service.graph import Graph

AFTER_A_CHANGE = 50
AT_ONCE = 2_000


async def recount_some(graph: Graph) -> None:
    """Counts what one change of one record made old; if there is more, the next change or start goes on."""
    await queries.recount_contexts(graph, limit=AFTER_A_CHANGE)


async def recount_all(graph: Graph) -> None:
    """Counts everything that is old, in batches."""
    while (await queries.recount_contexts(graph, limit=AT_ONCE)).counted == AT_ONCE:
        pass
