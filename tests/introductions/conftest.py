"""A small school for the tests of this room."""

from __future__ import annotations

import httpx
import pytest

from graph_service.graph import Neo4jGraph
from tests.introductions.school import School, a_world


@pytest.fixture
async def school(graph: Neo4jGraph, client: httpx.AsyncClient) -> School:
    made = School(graph, client, a_world())
    await made.load()
    return made
