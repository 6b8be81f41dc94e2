"""docker-compose.yml and Dockerfile: what can be said about them without a Docker."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph_service.engine.lock import server_lock
from graph_service.settings import Settings


@pytest.fixture
def services(repository: Path) -> dict[str, Any]:
    return yaml.safe_load((repository / "docker-compose.yml").read_text(encoding="utf-8"))["services"]


def test_the_same_neo4j_runs_in_the_container_as_embedded(services: dict[str, Any]) -> None:
    assert services["neo4j"]["image"] == f"neo4j:{server_lock().version}-community"


def test_the_password_comes_from_the_environment_and_has_no_default(services: dict[str, Any]) -> None:
    values = [
        services["neo4j"]["environment"]["NEO4J_AUTH"],
        services["service"]["environment"]["GRAPH_SERVICE_NEO4J_PASSWORD"],
    ]
    assert all(re.fullmatch(r"(neo4j/)?\$\{NEO4J_PASSWORD:\?[^}]+\}", value) for value in values)


def test_every_setting_of_the_service_exists(services: dict[str, Any]) -> None:
    names = {name.removeprefix("GRAPH_SERVICE_").lower() for name in services["service"]["environment"]}
    assert names <= set(Settings.model_fields)


def test_every_service_says_whether_it_is_healthy(services: dict[str, Any]) -> None:
    assert all(service["healthcheck"]["test"] for service in services.values())
    assert services["service"]["depends_on"]["neo4j"]["condition"] == "service_healthy"
    assert "/readyz" in " ".join(services["service"]["healthcheck"]["test"])


def test_the_image_is_locked_by_hash_and_does_not_run_as_root(repository: Path) -> None:
    text = (repository / "Dockerfile").read_text(encoding="utf-8")
    assert "--require-hashes" in text
    assert text.index("USER service") < text.index("ENTRYPOINT")
