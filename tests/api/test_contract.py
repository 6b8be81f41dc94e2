"""The API against its own OpenAPI document: it takes and gives what it says it does, and never a 5xx."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from graph_service.app import Address, create_app, graph_at
from graph_service.settings import Settings
from tests.api.conftest import LiveService

pytestmark = pytest.mark.usefixtures("unmeasured")
EXAMPLES = 12
# The first request of a kind waits until the database has planned its statements, on however busy a machine.
ANSWER_WITHIN_S = 120
ROLES = ("alumnus", "staff", "researcher")
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
# Signing out would end the session that the other requests are made with.
ENDS_THE_SESSION = r"^/v1/tokens(/current)?$"


def document() -> dict[str, Any]:
    """The OpenAPI document with the settings' defaults, whatever the environment says."""
    chosen = Settings.model_construct(**{name: field.get_default() for name, field in Settings.model_fields.items()})
    return create_app(chosen, lambda: graph_at(Address("bolt://127.0.0.1", "", ""), chosen)).openapi()


def operations() -> list[schemathesis.APIOperation]:
    """Every operation there is, but those that end the session that the others are asked with."""
    schema = schemathesis.openapi.from_dict(document()).exclude(path_regex=ENDS_THE_SESSION)
    return [found.ok() for found in schema.get_all_operations()]


@pytest.mark.parametrize("operation", operations(), ids=lambda operation: operation.label)
def test_an_operation_keeps_its_contract(operation: schemathesis.APIOperation, live_service: LiveService) -> None:
    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(case=operation.as_strategy())
    def ask(case: schemathesis.Case) -> None:
        for role in ROLES:
            case.call_and_validate(
                base_url=live_service.url, headers=live_service.headers[role], checks=CHECKS, timeout=ANSWER_WITHIN_S
            )

    ask()


def test_the_document_is_the_one_that_was_reviewed(repository: Path) -> None:
    snapshot = repository / "tests" / "api" / "openapi.json"
    assert document() == json.loads(snapshot.read_text("utf-8")), (
        "the API has changed: look at the change, then .venv/bin/graph-service openapi > tests/api/openapi.json"
    )


def test_every_operation_has_a_summary_a_description_and_its_problems() -> None:
    paths = document()["paths"]
    for path, operations in paths.items():
        for method, operation in operations.items():
            where = f"{method} {path}"
            assert operation["summary"], where
            assert operation["description"], where
            if path.startswith("/v1/") and path != "/v1/tokens":
                assert "401" in operation["responses"], where


def test_the_documentation_page_needs_nothing_from_elsewhere(live_service: LiveService) -> None:
    page = httpx.get(f"{live_service.url}/", follow_redirects=True)
    assert page.status_code == 200
    assert "https://" not in page.text.replace("https://fastapi.tiangolo.com/img", "")
    for asset in ("swagger-ui-bundle.js", "swagger-ui.css", "favicon-32x32.png"):
        assert f"/docs/assets/{asset}" in page.text
        assert httpx.get(f"{live_service.url}/docs/assets/{asset}").status_code == 200
