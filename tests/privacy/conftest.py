"""How many networks the privacy tests make: `--privacy-cases N`; the same ones each time unless N is given."""

from __future__ import annotations

import contextlib
import logging
import random
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
import structlog
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings

from graph_service.app import create_app
from graph_service.graph import Neo4jGraph
from graph_service.settings import Settings
from tests.privacy.properties import Service

DEFAULT_CASES = 500
UNHURRIED_S = 300
"""The first network has every statement planned, by an engine that has just started: on a busy machine, a minute."""


def pytest_configure(config: pytest.Config) -> None:
    """Makes the Hypothesis profile that the properties run with."""
    asked: int | None = config.getoption("--privacy-cases")
    hypothesis_settings.register_profile(
        "privacy",
        max_examples=(asked or DEFAULT_CASES) // 2 or 1,
        derandomize=asked is None,
        database=None,
        deadline=None,
        print_blob=True,
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    if asked is not None and config.getoption("--hypothesis-seed") is None:
        config.option.hypothesis_seed = str(random.randrange(2**32))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out, unless it is asked for, what takes minutes and repeats what planted leaks show."""
    if not config.getoption("--every-leak"):
        items[:] = [item for item in items if not item.name.startswith("test_every_predicate")]


def pytest_report_header(config: pytest.Config) -> str:
    """What to give so that a run with other networks can be had again."""
    asked: int | None = config.getoption("--privacy-cases")
    if asked is None:
        return f"privacy: {DEFAULT_CASES} networks, the same each time"
    return f"privacy: {asked} networks, --hypothesis-seed={config.option.hypothesis_seed}"


@pytest.fixture(scope="session")
async def service(database: Neo4jGraph, settings: Settings) -> AsyncIterator[Service]:
    """The service on the graph that worlds are loaded into; its deadline is long, as a busy machine is no failure."""

    @contextlib.asynccontextmanager
    async def the_graph() -> AsyncIterator[Neo4jGraph]:
        yield database.with_timeout(UNHURRIED_S)

    # Each request for an introduction counts, and each person shown, so that one that is hidden would be noticed.
    noticing = {"smallest_count": 2, "introduction_load_step": 1, "suggest_exposure_least": 1}
    app = create_app(settings.model_copy(update={"request_deadline_s": UNHURRIED_S, **noticing}), the_graph)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://testserver", timeout=UNHURRIED_S) as client,
    ):
        await app.state.prepared.wait()
        yield Service(app, client, database)


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """No line in the log for each of a hundred thousand requests."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    yield
    structlog.configure(**before)
