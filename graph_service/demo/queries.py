"""The statements of the demo."""

from __future__ import annotations

from typing import Literal

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


class RoundPerson(Row):
    """Somebody for a mentoring round."""

    id: str
    role: Literal["mentor", "mentee"]


class Forgotten(Row):
    """How many programmes were removed."""

    gone: int


async def round_cast(graph: Runner, *, mentors: int, mentees: int) -> list[RoundPerson]:
    """People of the sample for a mentoring round."""
    return rows_as(RoundPerson, await graph.run(STATEMENTS["round_cast"], mentors=mentors, mentees=mentees))


async def forget_programmes(graph: Runner, *, name: str) -> Forgotten:
    """Removes the programmes of an earlier demo."""
    return rows_as(Forgotten, await graph.run(STATEMENTS["forget_programmes"], name=name))[0]
