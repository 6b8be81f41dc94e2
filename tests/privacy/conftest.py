"""How many networks the privacy tests make: `--privacy-cases N`; the same ones each time unless N is given."""

from __future__ import annotations

import random

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, settings

from graph_service.graph import Neo4jGraph
from tests.privacy.properties import Service

DEFAULT_CASES = 500


def pytest_configure(config: pytest.Config) -> None:
    """Makes the Hypothesis profile that the properties run with."""
    asked: int | None = config.getoption("--privacy-cases")
    settings.register_profile(
        "privacy",
        max_examples=asked or DEFAULT_CASES,
        derandomize=asked is None,
        database=None,
        deadline=None,
        print_blob=True,
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    if asked is not None and config.getoption("--hypothesis-seed") is None:
        config.option.hypothesis_seed = str(random.randrange(2**32))


def pytest_report_header(config: pytest.Config) -> str:
    """What to give so that a run with other networks can be had again."""
    asked: int | None = config.getoption("--privacy-cases")
    if asked is None:
        return f"privacy: {DEFAULT_CASES} networks, the same each time"
    return f"privacy: {asked} networks, --hypothesis-seed={config.option.hypothesis_seed}"


@pytest.fixture(scope="session")
def service(app: FastAPI, client: httpx.AsyncClient, database: Neo4jGraph) -> Service:
    """The service, and the graph that its worlds are loaded into."""
    return Service(app, client, database)
