"""What a request does that has begun before its token was looked up: nothing but read."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest

from benchmarks.recording import RecordingGraph
from graph_service.access.presumed import Lookup, Presumption
from graph_service.access.viewer import Viewer
from tests.privacy.properties import Service


@contextlib.contextmanager
def only_reading(service: Service) -> Iterator[None]:
    """Every request inside may begin with the viewer of last time, and none writes. Raises AssertionError."""
    state, begun = service.app.state, list[str]()
    graph = state.graph
    state.graph = notes = RecordingGraph(graph)
    taken = Presumption.viewer

    async def viewer(self: Presumption, token_hash: str, lookup: Lookup) -> Viewer | None:
        begun.append(token_hash)
        return await taken(self, token_hash, lookup)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Presumption, "viewer", viewer)
        try:
            yield
        finally:
            state.graph = graph
    assert begun, "it waits for the look-up of the token: its router has to be made of SignedInRoute"
    assert {call.statement.mode for wave in notes.taken() for call in wave} <= {"read"}
