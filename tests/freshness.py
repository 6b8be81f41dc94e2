"""Whether what search reads of people is what their records say, whoever wrote it."""

from __future__ import annotations

from graph_service.directory import queries
from graph_service.graph import Graph
from tests.support import statement

KEPT = statement(
    "MATCH (person:Alumnus) RETURN person.id AS id, person.search AS search, "
    "coalesce(person.recent_month, 0) AS recent_month, person.facts AS facts ORDER BY id",
    "read",
)


async def assert_facts_are_fresh(graph: Graph) -> None:
    """The facts of everybody are those that their records make when they are written again."""
    kept = {row["id"]: dict(row) for row in await graph.run(KEPT)}
    await queries.write_search(graph, rows=list(kept.values()))
    written = {row["id"]: dict(row) for row in await graph.run(KEPT)}
    stale = [(kept[one]["facts"], written[one]["facts"]) for one in kept if kept[one] != written[one]]
    if stale:
        raise AssertionError(f"facts as kept, and as the records say: {stale}")
