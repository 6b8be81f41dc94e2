"""The statements of the demo."""

from __future__ import annotations

from graph_service.graph import Row, Runner, room_statements, rows_as

STATEMENTS = room_statements("demo")


class SampleState(Row):
    """What a graph holds before the sample school is loaded."""

    alumni: int
    sample: str | None
    loading: str | None


async def sample_state(graph: Runner) -> SampleState:
    """What the graph holds: nothing, somebody's records, or the sample."""
    return rows_as(SampleState, await graph.run(STATEMENTS["sample_state"]))[0]


async def mark_sample_loading(graph: Runner, *, sample: str) -> None:
    """Writes down that the sample is being loaded."""
    await graph.run(STATEMENTS["mark_sample_loading"], sample=sample)


async def mark_sample_loaded(graph: Runner, *, sample: str) -> None:
    """Writes down that the sample is in the graph to its end."""
    await graph.run(STATEMENTS["mark_sample_loaded"], sample=sample)
