"""The school of these tests."""

from __future__ import annotations

import httpx
import pytest

from graph_service.graph import Neo4jGraph
from tests.conftest import SignIn
from tests.programmes.school import School


@pytest.fixture
async def school(graph: Neo4jGraph, client: httpx.AsyncClient, sign_in: SignIn) -> School:
    return School(graph, client, sign_in)
